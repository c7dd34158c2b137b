//! Telling the person that a discussion came to its end. Must not know how it did.

use hisho_domain::notification::{NewNotification, NotificationKind};
use hisho_domain::task::Priority;
use hisho_domain::{Actor, Entity};
use hisho_store::{Store, discussions, notifications};

/// Characters of a notification.
const LONGEST: usize = 2_000;
/// Days for which it is shown.
const DAYS: i64 = 7;

/// Tells the person, if they want to hear of such things.
pub(super) async fn ended(store: &Store, uid: &str) {
    let uid = uid.to_owned();
    let told = store
        .write(Actor::system(), move |write| {
            let discussion = discussions::get(write, &uid)?;
            let message = discussion.consensus_summary.unwrap_or_default().chars().take(LONGEST).collect();
            let new = NewNotification {
                kind: NotificationKind::AiDiscussions,
                title: discussion.summary.title,
                message,
                priority: Priority::Medium,
                entity: Some(Entity::Discussion),
                entity_uid: Some(uid),
                days: DAYS,
            };
            notifications::post(write, &new).map(drop)
        })
        .await;
    if let Err(error) = told {
        tracing::warn!("telling of a discussion's end: {error}");
    }
}
