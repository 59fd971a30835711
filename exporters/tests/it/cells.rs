//! Small cells: what is withheld, with what it would follow from.

use exporters::Shown;

use crate::support::{DAY_MS, HOUR_MS, OCTOBER_MS, World, read, recorded};

/// Withheld cells of a table by its first key column.
fn withheld(release: &exporters::Release, table: &str, key: &str) -> Vec<(String, String)> {
    let rows = read(release, table);
    rows.column(key).into_iter().zip(rows.column("learners")).collect()
}

#[test]
fn cells_of_fewer_than_ten_learners_are_withheld() {
    let mut world = World::default();
    world.add_learners(1..13, 1);
    // Three of them practise a day later too.
    for learner in 1..4 {
        world.add([recorded(learner, 900 + learner, OCTOBER_MS + DAY_MS + HOUR_MS, 41, 200)]);
    }
    let out = tempfile::tempdir().unwrap();
    let release = world.release(out.path());
    let days = withheld(&release, "active_days", "day");
    assert_eq!(days, [("0".to_owned(), "12".to_owned()), ("1".to_owned(), "-".to_owned())]);
    assert_eq!(read(&release, "active_days").column("is_withheld"), ["false", "true"]);
    // Of two prompts one is of three learners; the other would give it away.
    let means = read(&release, "prompt_means");
    assert_eq!(means.column("is_withheld"), ["true", "true"]);
    assert_eq!(means.column("answers"), ["-", "-"]);
    assert_eq!(read(&release, "practice_days").rows(), 15, "the learners' own tables have everything");
}

#[test]
fn those_who_did_not_come_back_are_not_told_either() {
    let mut world = World::default();
    world.add_learners(1..31, 1);
    // All but two practise in the next week.
    for learner in 1..29 {
        world.add([recorded(learner, 900 + learner, OCTOBER_MS + 7 * DAY_MS, 41, 200)]);
    }
    let out = tempfile::tempdir().unwrap();
    let release = world.release(out.path());
    let retention = read(&release, "retention");
    assert_eq!(retention.column("weeks_since"), ["0", "1"]);
    assert_eq!(retention.column("learners"), ["30", "-"]);
}

#[test]
fn a_total_never_gives_a_withheld_cell_away() {
    let mut world = World::default();
    // Means of 20 learners in one bucket, of 15 in another, of 2 in a third; three scores each.
    for (learner, score) in (1..38).map(|learner| {
        (
            learner,
            if learner <= 20 {
                200
            } else if learner <= 35 {
                240
            } else {
                380
            },
        )
    }) {
        world.add_learners(learner..learner + 1, 0);
        world.add(
            (0..3).map(|number| {
                recorded(learner, learner * 10 + number, OCTOBER_MS + number * DAY_MS, 40 + number, score)
            }),
        );
    }
    let out = tempfile::tempdir().unwrap();
    let release = world.release(out.path());
    let buckets = withheld(&release, "distribution", "from_milli");
    let expected = [("500", "20"), ("600", "-"), ("940", "-")];
    assert_eq!(buckets, expected.map(|(from, learners)| (from.to_owned(), learners.to_owned())));
    assert_eq!(exporters::verify::verify(&release.path).reasons, Vec::<String>::new());
}

#[test]
fn a_cell_that_changed_by_a_few_is_withheld() {
    let mut world = World::default();
    world.add_learners(1..31, 1);
    let out = tempfile::tempdir().unwrap();
    let first = world.release(out.path());
    let day = OCTOBER_MS / DAY_MS;
    assert_eq!(first.shown.get(&format!("active_days/{day}")), Some(&30));
    for (earlier, is_told) in [(30, true), (29, false), (21, false), (20, true), (39, false), (40, true)] {
        let mut shown: Shown = first.shown.clone();
        shown.insert(format!("active_days/{day}"), earlier);
        world.earlier = vec![shown];
        let mut spec = world.spec();
        spec.as_of_us += earlier;
        let release = world.try_release(&spec, out.path()).unwrap();
        let told = if is_told { "30" } else { "-" };
        assert_eq!(read(&release, "active_days").column("learners"), [told], "against {earlier}");
        assert_eq!(release.shown.contains_key(&format!("active_days/{day}")), is_told);
    }
}
