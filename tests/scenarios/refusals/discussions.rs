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
    let say = json!({ "uid": world.talk["uid"], "turn": 0, "content": "Well" });
    let words = vec![
        ("uid", json!(NOBODY), "not_found discussion"),
        ("turn", json!(999), "refused no_such_turn"),
        ("content", json!(" "), "invalid content required"),
        ("content", long(20_000), "invalid content too_long"),
        ("reasoning", long(20_000), "invalid reasoning too_long"),
        ("message_type", json!("song"), "invalid message_type unknown_value"),
        ("confidence", json!(0), "invalid confidence range"),
        ("confidence", json!(11), "invalid confidence range"),
        ("references", many(50), "invalid references too_long"),
        ("references", json!([long(2000)]), "invalid references too_long"),
        ("reply_to", json!("x"), "bad_input reply_to"),
        ("stance", json!(""), "invalid stance required"),
        ("stance", long(1000), "invalid stance too_long"),
        ("option", json!(-1), "bad_input option"),
        ("changed_because", json!("x"), "bad_input changed_because"),
        ("objections", many(10), "invalid objections too_long"),
        ("withdraws", json!(["x"]), "bad_input withdraws"),
    ];
    let begins = vec![
        ("options", many(20), "invalid options too_long"),
        ("critique_rounds", json!(0), "invalid critique_rounds range"),
        ("critique_rounds", json!(4), "invalid critique_rounds range"),
        ("minutes", json!(0), "invalid minutes range"),
        ("unit", json!("yen"), "invalid unit unknown_value"),
        ("budget", json!(-1), "bad_input budget"),
        ("seed", json!("x"), "bad_input seed"),
    ];
    let ready = |more: i64, fields: Value| {
        let mut input = json!({ "uid": world.ready["uid"], "rev": world.ready["rev"].as_i64().expect("rev") + more });
        for (name, value) in fields.as_object().expect("fields") {
            input[name] = value.clone();
        }
        input
    };
    let step_in = vec![
        ("uid", json!(NOBODY), "not_found discussion"),
        ("interruption_type", json!("shout"), "invalid interruption_type unknown_value"),
        ("interruption_type", json!("resume"), "refused illegal_move"),
        ("interruption_type", json!("redirect"), "invalid redirect_topic required"),
        ("redirect_topic", json!("x"), "invalid redirect_topic unexpected"),
        ("message", json!(""), "invalid message required"),
        ("message", long(20_000), "invalid message too_long"),
        ("priority", json!("critical"), "invalid priority unknown_value"),
        ("to", json!(NOBODY), "refused not_seated"),
    ];
    let joins = vec![
        ("secretary_uid", json!(NOBODY), "invalid secretary_uid unknown_value"),
        ("secretary_uid", world.secretary["uid"].clone(), "refused already_seated"),
        ("role", json!("king"), "invalid role unknown_value"),
    ];
    let interrupt = json!({ "uid": world.talk["uid"], "interruption_type": "clarify", "message": "What?", "to": world.talk["seats"][0]["uid"] });
    assert_eq!(world.said["message_type"], "contribution");
    vec![
        Form { command: "discussions.create", input: create, faults: new },
        Form { command: "discussions.create", input: small, faults: vec![("seats", three, "refused discussion_full")] },
        Form { command: "discussions.say", input: say, faults: words },
        Form { command: "discussions.interrupt", input: interrupt, faults: step_in },
        Form {
            command: "discussions.raise_budget",
            input: json!({ "uid": world.talk["uid"], "budget": 1_000 }),
            faults: vec![("uid", json!(NOBODY), "not_found discussion"), ("budget", json!(-1), "bad_input budget")],
        },
        Form {
            command: "discussions.leave",
            input: ready(0, json!({ "seat_uid": world.ready["seats"][0]["uid"] })),
            faults: [at_faults("discussion"), vec![("seat_uid", json!(NOBODY), "invalid seat_uid unknown_value")]]
                .concat(),
        },
        // The person has left, so this is the way back; the revision moved on by that.
        Form {
            command: "discussions.join",
            input: ready(1, json!({ "role": "participant", "secretary_uid": null })),
            faults: [at_faults("discussion"), joins].concat(),
        },
        Form {
            command: "discussions.start",
            input: ready(2, json!({})),
            faults: [at_faults("discussion"), begins].concat(),
        },
    ]
}
