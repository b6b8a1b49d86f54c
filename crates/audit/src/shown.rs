//! How a group's widget is to be shown, by the books.

use super::books::{Agent, Books, Group};
use super::taking::Tri;
use super::{Call, Fault};
use frontdesk::rules::admission::queue_admits;
use frontdesk::rules::availability::is_available;
use frontdesk::rules::tiers::opens_after;
use frontdesk::rules::widget::mode;
use frontdesk::{GroupId, Mode, Reason};

impl Books {
    /// How the widget is to be shown now, and why.
    pub(super) fn widget(&self, id: GroupId, group: &Group) -> (Mode, Reason) {
        let policy = &self.rules(group).policy;
        let open = self.is_open(group) == Tri::Yes;
        let there = self.there_for_queue(group);
        let waiting = u32::try_from(group.queue.len()).unwrap_or(u32::MAX);
        let place = queue_admits(policy.queue, there, waiting).is_ok();
        let takes = group.free.iter().any(|&(tier, _, agent)| {
            opens_after(tier, &policy.tier_opens).is_zero()
                && self.agent(agent).is_some_and(|agent| self.stands_in_line(agent, id, group))
        });
        mode(open, there, takes, place, policy.when_absent)
    }

    /// Whether a member who is below their capacity is available with room, whatever the chat.
    fn stands_in_line(&self, agent: &Agent, group_id: GroupId, group: &Group) -> bool {
        let policy = &self.rules(group).policy;
        let within = |most: u32| self.units_in(agent, group_id).1 < u64::from(most);
        !agent.paced && policy.per_agent.is_none_or(within) && is_available(self.facts(agent, policy))
    }

    /// Every widget that this call may have changed is as it was last reported.
    pub(super) fn check_widgets(&self, call: &mut Call) {
        for id in core::mem::take(&mut call.shown) {
            let Some(group) = self.group(id) else { continue };
            let (mode, _) = self.widget(id, group);
            if group.widget != Some(mode) {
                call.fault(self.now, Fault::WidgetMissing { group: id, mode });
            }
        }
    }
}
