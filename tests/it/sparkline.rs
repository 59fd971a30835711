//! The row of small bars.

use speech_coach::card::sparkline::sparkline;

#[test]
fn bars_go_from_the_least_to_the_greatest() {
    assert_eq!(sparkline([Some(0), Some(50), None, Some(100)]), "▁▅·█");
    assert_eq!(sparkline([Some(7), Some(7)]), "▄▄");
    assert_eq!(sparkline([None, None]), "··");
    assert_eq!(sparkline([Some(i64::MIN), Some(i64::MAX)]), "▁█");
    assert_eq!(sparkline([]), "");
}
