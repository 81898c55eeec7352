//! The clauses of the plan this program carries so far, and how far it carries each.

/// One clause and what the program does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clause {
    pub number: &'static str,
    pub name: &'static str,
    pub carried: &'static str,
}

const fn clause(number: &'static str, name: &'static str, carried: &'static str) -> Clause {
    Clause {
        number,
        name,
        carried,
    }
}

/// In the order of the plan.
pub const CARRIED: [Clause; 9] = [
    clause(
        "1.1",
        "方案和修订",
        "方案分版本保存，每个结果写明所依据的版本",
    ),
    clause("1.2", "归口管理", "全校的证书项目在一处登记"),
    clause("2.1", "组织机构", "岗位有任期，岗位决定能办什么"),
    clause(
        "2.2.2",
        "学生权益",
        "公示期内可以申诉，两人复查，按期答复，结果的变化逐人列出",
    ),
    clause(
        "3.1",
        "培训就业处审核",
        "项目和报名表由培训就业处审核，退回写明理由",
    ),
    clause(
        "4.2",
        "按比例选拔",
        "基数、名额和录取由系统计算，每人都有理由",
    ),
    clause(
        "4.3.2",
        "严格按比例划线",
        "成绩两人各录一遍，封存后才计算，分数线不能填写，公示后定案",
    ),
    clause(
        "6.1",
        "联系评价组织",
        "专业组填项目，培训就业处审核后才能报名",
    ),
    clause(
        "6.3",
        "学生报名",
        "报名名单来自选拔结果，审核后填入平台模板",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_stand_in_the_order_of_the_plan_and_once() {
        let parts = |clause: &Clause| -> Vec<u32> {
            clause
                .number
                .split('.')
                .map(|n| n.parse().unwrap())
                .collect()
        };
        assert!(
            CARRIED
                .windows(2)
                .all(|pair| parts(&pair[0]) < parts(&pair[1]))
        );
        assert!(
            CARRIED
                .iter()
                .all(|clause| !clause.name.is_empty() && !clause.carried.is_empty())
        );
    }
}
