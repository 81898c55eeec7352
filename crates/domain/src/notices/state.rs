//! The words the records hold.

use chrono::NaiveDate;

use crate::states::states;

states! {
    /// A way out of the program. The inbox inside it is always the first and stands in no list.
    ChannelKind {
        Mail = "mail", "邮件";
        WecomApp = "wecom_app", "企业微信应用消息";
        WecomRobot = "wecom_robot", "企业微信群机器人";
        DingApp = "ding_app", "钉钉工作通知";
        DingRobot = "ding_robot", "钉钉群机器人";
    }
}

states! {
    /// What a message is about; decides whether it goes out at once or with the digest.
    NoticeKind {
        Task = "task", "待办";
        Outcome = "outcome", "办理结果";
        News = "news", "通知";
        Reminder = "reminder", "催办";
        Urgent = "urgent", "紧急通知";
        Digest = "digest", "半日汇总";
        Code = "code", "地址确认";
        Test = "test", "测试消息";
    }
}

states! {
    /// Where a message is on its way out. Nothing leaves this list in silence: what is not sent ends as given up,
    /// with its reason, or as suppressed, because there was nothing left to say.
    DeliveryState {
        Queued = "queued", "等待发送";
        Sending = "sending", "正在发送";
        Sent = "sent", "已发出";
        Held = "held", "暂缓（限额）";
        Failed = "failed", "稍后再试";
        GivenUp = "given_up", "未送达";
        Suppressed = "suppressed", "不必再发";
    }
}

states! {
    /// Whether a person's address is known to work.
    ContactState {
        New = "new", "待确认";
        Verified = "verified", "已确认";
        Failed = "failed", "送不到";
    }
}

impl NoticeKind {
    /// Whether it goes out at once: what presses, and what must be done by the end of tomorrow.
    pub fn at_once(self, due: Option<NaiveDate>, today: NaiveDate) -> bool {
        match self {
            Self::Reminder | Self::Urgent | Self::Digest | Self::Code | Self::Test => true,
            Self::Task | Self::Outcome | Self::News => {
                due.is_some_and(|due| (due - today).num_days() <= 1)
            }
        }
    }
}

impl DeliveryState {
    /// Whether it may still go out.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Queued | Self::Sending | Self::Held | Self::Failed => true,
            Self::Sent | Self::GivenUp | Self::Suppressed => false,
        }
    }

    /// The kind of badge that shows it.
    pub const fn badge(self) -> &'static str {
        match self {
            Self::Sent => "ok",
            Self::GivenUp => "error",
            Self::Held | Self::Failed => "warn",
            Self::Queued | Self::Sending => "info",
            Self::Suppressed => "mute",
        }
    }
}
