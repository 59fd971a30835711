//! The client that the product uses: what the fake answers must decode into its types.

use fakes::telegram::{Fault, FaultKind};
use teloxide_core::net::Download;
use teloxide_core::payloads::{
    AnswerCallbackQuerySetters, EditMessageTextSetters, GetUpdatesSetters, SendMessageSetters, SendPhotoSetters,
    SendVoiceSetters, SetWebhookSetters,
};
use teloxide_core::requests::{Request, Requester};
use teloxide_core::types::{
    BotCommand, ChatAction, ChatId, FileId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, ParseMode,
    ReplyParameters, UpdateKind,
};
use teloxide_core::{ApiError, Bot, RequestError};

use super::Room;

const CHAT: ChatId = ChatId(7);

fn bot(room: &Room) -> Bot {
    Bot::new(room.fake.token()).set_api_url(room.fake.url().parse().unwrap())
}

#[tokio::test]
async fn texts_buttons_and_errors_decode() {
    let room = Room::open().await;
    let bot = bot(&room);
    assert_eq!(bot.get_me().await.unwrap().username(), "fake_coach_bot");
    bot.set_my_commands([BotCommand::new("start", "Begin")]).await.unwrap();
    bot.send_chat_action(CHAT, ChatAction::Typing).await.unwrap();
    let markup = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("Go", "go")]]);
    let said = room.learner.say("hi");
    let reply = ReplyParameters::new(teloxide_core::types::MessageId(i32::try_from(said).unwrap()));
    let sent =
        bot.send_message(CHAT, "<b>x</b>").parse_mode(ParseMode::Html).reply_markup(markup).reply_parameters(reply);
    let sent = sent.await.unwrap();
    assert_eq!((sent.text(), sent.reply_to_message().and_then(|message| message.text())), (Some("x"), Some("hi")));
    let edited = bot.edit_message_text(CHAT, sent.id, "<i>y</i>").parse_mode(ParseMode::Html).await.unwrap();
    assert_eq!(edited.text(), Some("y"));
    let same = bot.edit_message_text(CHAT, sent.id, "<i>y</i>").parse_mode(ParseMode::Html).await;
    assert!(matches!(same, Err(RequestError::Api(ApiError::MessageNotModified))), "{same:?}");
    let missing = bot.edit_message_text(CHAT, teloxide_core::types::MessageId(99), "z").await;
    assert!(matches!(missing, Err(RequestError::Api(ApiError::MessageToEditNotFound))), "{missing:?}");
    let careless = bot.send_message(CHAT, "a & b").parse_mode(ParseMode::Html).await;
    assert!(matches!(careless, Err(RequestError::Api(ApiError::CantParseEntities(_)))), "{careless:?}");
    room.fake.fault(Fault::on("sendMessage", FaultKind::Status { code: 429, retry_after: Some(9) }).times(1));
    let fast = bot.send_message(CHAT, "x").await;
    assert!(matches!(&fast, Err(RequestError::RetryAfter(seconds)) if seconds.seconds() == 9), "{fast:?}");
    room.learner.block();
    let blocked = bot.send_message(CHAT, "x").await;
    assert!(matches!(blocked, Err(RequestError::Api(ApiError::BotBlocked))), "{blocked:?}");
    room.assert_no_violations();
}

fn name(kind: &UpdateKind) -> &'static str {
    let names = [
        ("voice", matches!(kind, UpdateKind::Message(message) if message.voice().is_some())),
        ("message", matches!(kind, UpdateKind::Message(_))),
        ("edit", matches!(kind, UpdateKind::EditedMessage(_))),
        ("press", matches!(kind, UpdateKind::CallbackQuery(_))),
        ("member", matches!(kind, UpdateKind::MyChatMember(_))),
    ];
    names.into_iter().find(|(_, is_so)| *is_so).unwrap_or_else(|| panic!("{kind:?}")).0
}

#[tokio::test]
async fn updates_decode() {
    let room = Room::open().await;
    let bot = bot(&room);
    let markup = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("Go", "go")]]);
    let sent = bot.send_message(CHAT, "choose").reply_markup(markup).await.unwrap();
    let said = room.learner.say("/start");
    room.learner.voice(&b"OggS"[..], 3);
    room.learner.edit(said, "/stop");
    room.learner.press(i64::from(sent.id.0), "go");
    room.learner.block();
    room.learner.unblock();
    let updates = bot.get_updates().offset(0).timeout(5).send().await.unwrap();
    let kinds: Vec<&str> = updates.iter().map(|update| name(&update.kind)).collect();
    assert_eq!(kinds, ["message", "voice", "edit", "press", "member", "member"]);
    let UpdateKind::CallbackQuery(query) = &updates[3].kind else { panic!("{updates:?}") };
    bot.answer_callback_query(query.id.clone()).text("ok").await.unwrap();
    bot.set_webhook("http://127.0.0.1:9/".parse().unwrap()).secret_token("s".to_owned()).await.unwrap();
    assert_eq!(bot.get_webhook_info().await.unwrap().pending_update_count, 6);
    bot.delete_webhook().await.unwrap();
    room.assert_no_violations();
}

#[tokio::test]
async fn files_go_both_ways() {
    let room = Room::open().await;
    let bot = bot(&room);
    let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &[0, 0, 0, 9, 0, 0, 0, 9]].concat();
    let markup = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("Go", "go")]]);
    let voice = InputFile::memory(&b"OggS"[..]).file_name("a.ogg");
    let sent = bot.send_voice(CHAT, voice).caption("listen").duration(3).reply_markup(markup).await.unwrap();
    assert_eq!(sent.voice().unwrap().duration.seconds(), 3);
    let photo = InputFile::memory(png.clone()).file_name("a.png");
    bot.send_photo(CHAT, photo).caption("<b>chart</b>").parse_mode(ParseMode::Html).await.unwrap();
    bot.send_document(CHAT, InputFile::memory(&b"{}"[..]).file_name("a.json")).await.unwrap();
    bot.send_audio(CHAT, InputFile::memory(&b"ID3"[..]).file_name("a.mp3")).await.unwrap();
    let chat = room.learner.chat();
    assert_eq!(chat[0].data_of("Go"), Some("go"));
    assert_eq!(chat[1].attachment.as_ref().unwrap().bytes.to_vec(), png);
    assert_eq!(chat[2].attachment.as_ref().unwrap().file_name.as_deref(), Some("a.json"));
    assert_eq!(chat.len(), 4);
    let file = bot.get_file(FileId(chat[0].attachment.as_ref().unwrap().file_id.clone())).await.unwrap();
    assert_eq!((file.size, file.path.as_str()), (4, "voice/file_1.oga"));
    let mut bytes = Vec::new();
    bot.download_file(&file.path, &mut bytes).await.unwrap();
    assert_eq!(bytes, b"OggS");
    room.assert_no_violations();
}
