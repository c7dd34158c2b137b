//! What the commands of discussions must not take.

use serde_json::{Value, json};

use super::work::{World, long};
use super::{Form, NOBODY, at_faults, many};

/// The forms of discussions.
pub(super) fn of(world: &World) -> Vec<Form> {
    let seat = |uid: &Value| json!([{ "secretary_uid": uid, "role": "participant" }]);
    let create = json!({ "title": "New", "topic": "What", "kind": "debate", "seats": seat(&Value::Null) });
    let two = json!([{ "secretary_uid": null, "role": "observer" }, { "secretary_uid": null, "role": "moderator" }]);
    let three = json!(["a", "b", "c"].map(|uid| json!({ "secretary_uid": uid, "role": "observer" })));
    let new = vec![
        ("title", json!(" "), "invalid title required"),
        ("title", long(200), "invalid title too_long"),
        ("topic", json!(""), "invalid topic required"),
        ("topic", long(1000), "invalid topic too_long"),
        ("description", long(20_000), "invalid description too_long"),
        ("kind", json!("quarrel"), "invalid kind unknown_value"),
        ("max_participants", json!(1), "invalid max_participants range"),
        ("max_participants", json!(21), "invalid max_participants range"),
        ("project_uid", json!(NOBODY), "invalid project_uid unknown_value"),
        ("plan_uid", json!(NOBODY), "invalid plan_uid unknown_value"),
        ("team_uid", json!(NOBODY), "invalid team_uid unknown_value"),
        ("seats", seat(&json!(NOBODY)), "invalid secretary_uid unknown_value"),
        ("seats.0.role", json!("king"), "invalid seats unknown_value"),
        ("seats", two, "refused already_seated"),
    ];
    let mut small = create.clone();
    small["max_participants"] = json!(2);
    let say = json!({ "uid": world.talk["uid"], "seat_uid": world.own, "content": "Well" });
    let seats = vec![
        ("uid", json!(NOBODY), "not_found discussion"),
        ("seat_uid", json!(NOBODY), "invalid seat_uid unknown_value"),
        ("seat_uid", world.talk["seats"][1]["uid"].clone(), "refused observer"),
        ("seat_uid", world.talk["seats"][2]["uid"].clone(), "refused speaks_for_themselves"),
        ("confidence", json!(0), "invalid confidence range"),
        ("confidence", json!(11), "invalid confidence range"),
    ];
    let words = vec![
        ("content", json!(" "), "invalid content required"),
        ("content", long(20_000), "invalid content too_long"),
        ("reasoning", long(20_000), "invalid reasoning too_long"),
        ("message_type", json!("song"), "invalid message_type unknown_value"),
        ("is_consensus_forming", json!("yes"), "bad_input is_consensus_forming"),
        ("references", many(50), "invalid references too_long"),
        ("references", json!([long(2000)]), "invalid references too_long"),
        ("parent_uid", json!(NOBODY), "invalid parent_uid unknown_value"),
    ];
    let stance = vec![
        ("stance", json!(""), "invalid stance required"),
        ("stance", long(1000), "invalid stance too_long"),
        ("reasoning", long(20_000), "invalid reasoning too_long"),
        ("evidence", many(50), "invalid evidence too_long"),
        ("objections", many(50), "invalid objections too_long"),
        ("changed_because", long(1000), "invalid changed_because too_long"),
    ];
    let step_in = vec![
        ("uid", json!(NOBODY), "not_found discussion"),
        ("interruption_type", json!("shout"), "invalid interruption_type unknown_value"),
        ("interruption_type", json!("resume"), "refused illegal_move"),
        ("interruption_type", json!("redirect"), "invalid redirect_topic required"),
        ("redirect_topic", json!("x"), "invalid redirect_topic unexpected"),
        ("message", json!(""), "invalid message required"),
        ("message", long(20_000), "invalid message too_long"),
        ("priority", json!("critical"), "invalid priority unknown_value"),
    ];
    let join = json!({ "uid": world.talk["uid"], "rev": world.talk["rev"], "role": "observer", "secretary_uid": null });
    let joins = vec![
        ("secretary_uid", json!(NOBODY), "invalid secretary_uid unknown_value"),
        ("secretary_uid", world.secretary["uid"].clone(), "refused already_seated"),
        ("role", json!("king"), "invalid role unknown_value"),
    ];
    let leave = json!({ "uid": world.talk["uid"], "rev": world.talk["rev"], "seat_uid": world.own });
    let position = json!({ "uid": world.talk["uid"], "seat_uid": world.own, "stance": "Yes" });
    let interrupt = json!({ "uid": world.talk["uid"], "interruption_type": "clarify", "message": "What?" });
    assert_eq!(world.said["message_type"], "contribution");
    vec![
        Form { command: "discussions.create", input: create, faults: new },
        Form { command: "discussions.create", input: small, faults: vec![("seats", three, "refused discussion_full")] },
        Form { command: "discussions.say", input: say, faults: [seats.clone(), words].concat() },
        Form { command: "discussions.take_position", input: position, faults: [seats, stance].concat() },
        Form { command: "discussions.interrupt", input: interrupt, faults: step_in },
        Form {
            command: "discussions.leave",
            input: leave,
            faults: [at_faults("discussion"), vec![("seat_uid", json!(NOBODY), "invalid seat_uid unknown_value")]]
                .concat(),
        },
        // The person has left, so this is the way back; the revision moved on by that.
        Form {
            command: "discussions.join",
            input: {
                let mut join = join;
                join["rev"] = json!(world.talk["rev"].as_i64().expect("rev") + 1);
                join
            },
            faults: [at_faults("discussion"), joins].concat(),
        },
    ]
}
