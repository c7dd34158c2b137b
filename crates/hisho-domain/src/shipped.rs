//! The people Hisho ships with: roles, personas and teams, worded in the person's language.
//! A `key` names each across languages and releases, so that what the person left untouched can
//! follow a change of language. Must not know how they are stored.

use crate::settings::Language;

/// A role as shipped. Roles are protected: they say what a secretary may do.
#[derive(Debug, Clone, Copy)]
pub struct ShippedRole {
    /// Its name across languages.
    pub key: &'static str,
    /// Shown name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Area.
    pub category: &'static str,
    /// Narrower area.
    pub subcategory: &'static str,
    /// Names of what it allows.
    pub permissions: &'static [&'static str],
}

/// A persona as shipped.
#[derive(Debug, Clone, Copy)]
pub struct ShippedPersona {
    /// Its name across languages, and the name of its icon.
    pub key: &'static str,
    /// Key of its role.
    pub role: &'static str,
    /// `#RRGGBB`.
    pub color: &'static str,
    /// How it speaks.
    pub manner: &'static str,
    /// Shown name.
    pub name: &'static str,
    /// What it is good for.
    pub description: &'static str,
    /// How it thinks.
    pub personality: &'static str,
    /// What it knows.
    pub specialization: &'static [&'static str],
}

/// A team as shipped.
#[derive(Debug, Clone, Copy)]
pub struct ShippedTeam {
    /// Its name across languages, and its type.
    pub key: &'static str,
    /// How many it holds.
    pub max_members: i64,
    /// Shown name.
    pub name: &'static str,
    /// What it does.
    pub description: &'static str,
}

/// Everybody, in one language.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Five roles.
    pub roles: &'static [ShippedRole],
    /// Five personas.
    pub personas: &'static [ShippedPersona],
    /// Five teams.
    pub teams: &'static [ShippedTeam],
}

/// The shipped people in `language`.
pub fn people(language: Language) -> Shipped {
    match language {
        Language::Ja => Shipped { roles: ROLES_JA, personas: PERSONAS_JA, teams: TEAMS_JA },
        Language::En => Shipped { roles: ROLES_EN, personas: PERSONAS_EN, teams: TEAMS_EN },
    }
}

const ADMIN: &[&str] = &["all"];
const USER: &[&str] = &["read", "write"];
const ASSISTANT: &[&str] = &["read", "write", "ai_operations"];
const LEADER: &[&str] = &["read", "write", "team_management"];
const WORKFLOW: &[&str] = &["read", "write", "workflow_management"];

macro_rules! role {
    ($key:literal, $category:literal / $sub:literal, $permissions:expr, $name:literal, $description:literal) => {
        ShippedRole {
            key: $key,
            name: $name,
            description: $description,
            category: $category,
            subcategory: $sub,
            permissions: $permissions,
        }
    };
}

const ROLES_JA: &[ShippedRole] = &[
    role!("admin", "system" / "administration", ADMIN, "管理者", "すべての操作ができます。"),
    role!("user", "user" / "basic", USER, "利用者", "ノートや記録を読み、書くことができます。"),
    role!(
        "ai_assistant",
        "ai" / "assistant",
        ASSISTANT,
        "秘書",
        "読み書きに加えて、モデルを使って考えることができます。"
    ),
    role!("team_leader", "team" / "leadership", LEADER, "リーダー", "チームの顔ぶれと役割を整えることができます。"),
    role!(
        "workflow_manager",
        "workflow" / "management",
        WORKFLOW,
        "進行管理",
        "プロジェクトの段取りを動かすことができます。"
    ),
];

const ROLES_EN: &[ShippedRole] = &[
    role!("admin", "system" / "administration", ADMIN, "Administrator", "May do everything."),
    role!("user", "user" / "basic", USER, "User", "May read and write notes and records."),
    role!("ai_assistant", "ai" / "assistant", ASSISTANT, "Assistant", "May read, write, and think with a model."),
    role!(
        "team_leader",
        "team" / "leadership",
        LEADER,
        "Team leader",
        "May arrange who is on a team and in which role."
    ),
    role!("workflow_manager", "workflow" / "management", WORKFLOW, "Workflow manager", "May move projects along."),
];

const PERSONAS_JA: &[ShippedPersona] = &[
    ShippedPersona {
        key: "project_manager",
        role: "team_leader",
        color: "#3B82F6",
        manner: "professional",
        name: "プロジェクトマネージャー",
        description: "目標を手順に分け、期日までの道筋を見通します。",
        personality: "まず全体を見渡し、次の一手をはっきりさせます。急がせず、止めもせず、約束した日を大切にします。",
        specialization: &["プロジェクト管理", "チーム調整", "進捗管理"],
    },
    ShippedPersona {
        key: "tech_architect",
        role: "ai_assistant",
        color: "#10B981",
        manner: "technical",
        name: "技術アーキテクト",
        description: "仕組みを設計し、技術の選び方に理由を与えます。",
        personality: "なぜ動くのかを確かめてから進みます。単純な形を好み、将来の変更がどこに来るかをいつも考えています。",
        specialization: &["システム設計", "技術選定", "パフォーマンス最適化"],
    },
    ShippedPersona {
        key: "creative_director",
        role: "ai_assistant",
        color: "#8B5CF6",
        manner: "creative",
        name: "クリエイティブディレクター",
        description: "人の心に残る見せ方と体験を考えます。",
        personality: "使う人の気持ちから考え始めます。案をたくさん並べ、最後に一つを選び抜きます。",
        specialization: &["デザイン思考", "ブランディング", "ユーザー体験"],
    },
    ShippedPersona {
        key: "data_analyst",
        role: "ai_assistant",
        color: "#F59E0B",
        manner: "analytical",
        name: "データアナリスト",
        description: "数字から傾向を読み取り、判断の根拠を示します。",
        personality: "思い込みより測ったものを信じます。分からないことは分からないと言い、確かさの程度を添えます。",
        specialization: &["データ分析", "統計", "ビジネスインテリジェンス"],
    },
    ShippedPersona {
        key: "librarian",
        role: "ai_assistant",
        color: "#EF4444",
        manner: "organized",
        name: "司書AI",
        description: "ノートを探し、つなげ、整えます。",
        personality: "どこに何があるかを覚えていて、問いに合う一冊をそっと差し出します。元の言葉を変えずに引用します。",
        specialization: &["知識管理", "情報検索", "タグ付け", "テンプレート管理"],
    },
];

const PERSONAS_EN: &[ShippedPersona] = &[
    ShippedPersona {
        key: "project_manager",
        role: "team_leader",
        color: "#3B82F6",
        manner: "professional",
        name: "Project Manager",
        description: "Turns a goal into steps and sees the way to the date.",
        personality: "Looks at the whole first, then makes the next step plain. Neither hurries nor stalls, and takes a promised day seriously.",
        specialization: &["Project management", "Team coordination", "Progress tracking"],
    },
    ShippedPersona {
        key: "tech_architect",
        role: "ai_assistant",
        color: "#10B981",
        manner: "technical",
        name: "Technical Architect",
        description: "Designs how things work and gives reasons for each choice.",
        personality: "Wants to know why it works before going on. Likes simple shapes and always asks where the next change will come.",
        specialization: &["System design", "Choice of technology", "Performance"],
    },
    ShippedPersona {
        key: "creative_director",
        role: "ai_assistant",
        color: "#8B5CF6",
        manner: "creative",
        name: "Creative Director",
        description: "Finds the form and the experience that stay with people.",
        personality: "Begins with how it feels to the one who uses it. Lays out many ideas and ends by choosing one.",
        specialization: &["Design thinking", "Branding", "User experience"],
    },
    ShippedPersona {
        key: "data_analyst",
        role: "ai_assistant",
        color: "#F59E0B",
        manner: "analytical",
        name: "Data Analyst",
        description: "Reads trends out of numbers and shows what a decision rests on.",
        personality: "Trusts what was measured over what was assumed. Says what is not known, and how sure the rest is.",
        specialization: &["Data analysis", "Statistics", "Business intelligence"],
    },
    ShippedPersona {
        key: "librarian",
        role: "ai_assistant",
        color: "#EF4444",
        manner: "organized",
        name: "Librarian",
        description: "Finds, connects and tidies notes.",
        personality: "Remembers where everything is and quietly hands over the page that answers. Quotes without changing a word.",
        specialization: &["Knowledge management", "Finding things", "Tagging", "Templates"],
    },
];

const TEAMS_JA: &[ShippedTeam] = &[
    ShippedTeam {
        key: "development", max_members: 10, name: "開発チーム", description: "ソフトウェアをつくります。"
    },
    ShippedTeam {
        key: "design",
        max_members: 8,
        name: "デザインチーム",
        description: "見た目と使い心地をかたちにします。",
    },
    ShippedTeam {
        key: "management",
        max_members: 5,
        name: "プロジェクト管理チーム",
        description: "段取りと期日を見守ります。",
    },
    ShippedTeam {
        key: "analytics",
        max_members: 6,
        name: "データ分析チーム",
        description: "数字を調べ、意味を見つけます。",
    },
    ShippedTeam {
        key: "knowledge", max_members: 4, name: "知識管理チーム", description: "ノートと資料を整えます。"
    },
];

const TEAMS_EN: &[ShippedTeam] = &[
    ShippedTeam { key: "development", max_members: 10, name: "Development", description: "Builds software." },
    ShippedTeam { key: "design", max_members: 8, name: "Design", description: "Gives things their look and feel." },
    ShippedTeam {
        key: "management",
        max_members: 5,
        name: "Project management",
        description: "Keeps an eye on steps and dates.",
    },
    ShippedTeam {
        key: "analytics",
        max_members: 6,
        name: "Data analysis",
        description: "Looks into numbers for what they mean.",
    },
    ShippedTeam {
        key: "knowledge",
        max_members: 4,
        name: "Knowledge",
        description: "Keeps notes and papers in order.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_ship_the_same_people() {
        let (ja, en) = (people(Language::Ja), people(Language::En));
        let keys = |s: Shipped| {
            let mut keys: Vec<&str> = s.roles.iter().map(|r| r.key).collect();
            keys.extend(s.personas.iter().map(|p| p.key));
            keys.extend(s.teams.iter().map(|t| t.key));
            keys
        };
        assert_eq!(keys(ja), keys(en));
        assert_eq!((ja.roles.len(), ja.personas.len(), ja.teams.len()), (5, 5, 5));
        for persona in en.personas {
            assert!(en.roles.iter().any(|role| role.key == persona.role));
        }
    }
}
