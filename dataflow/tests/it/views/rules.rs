use dataflow::events::{Event, Rule, SystemFact};
use dataflow::graph::Row;
use dataflow::read_model::chats::ChatRow;
use expect_test::expect;

use super::check;

#[test]
fn the_last_rule_of_its_kind_stands() {
    let ordered = |occurred_at_ms, rule| Event::System(SystemFact::Ordered { occurred_at_ms, rule });
    check(
        &[&[ordered(5, Rule::AnswersPerDay(3)), ordered(6, Rule::Paused(true))], &[ordered(7, Rule::Paused(false))]],
        |row| matches!(row, Row::Chat(ChatRow::Rule(_))),
        &expect![[r#"
            1 + Chat(Rule(RuleRow { rule: Paused(true) }))
            1 + Chat(Rule(RuleRow { rule: AnswersPerDay(3) }))
            2 + Chat(Rule(RuleRow { rule: Paused(false) }))
            2 - Chat(Rule(RuleRow { rule: Paused(true) }))
        "#]],
    );
}
