//! Parked chats cost nothing until they are resumed [F7].

use super::lines::Load;
use super::{Model, Place};
use frontdesk::{Action, ChatId, Reason, WhenResumedFull};

impl Model {
    /// A sign of life of the owner even when it repeats what holds.
    pub(super) fn park(&mut self, chat: ChatId) {
        let parked = self.find_chat(chat).expect("live");
        let (Place::With(owner), already) = (parked.place, parked.parked) else { unreachable!("checked") };
        self.sign_of_life(owner);
        if !already {
            self.chat_mut(chat).parked = true;
            self.load_changed(owner, Load::Changed);
        }
    }

    /// A parked chat counts again; or it comes back instead of going over a limit, if the group's policy has it so and
    /// it `may_return`. One that is not parked: nothing.
    pub(super) fn resume(&mut self, chat: ChatId, reason: Reason, may_return: bool) {
        let resumed = self.find_chat(chat).expect("live");
        let (Place::With(owner), true) = (resumed.place, resumed.parked) else { return };
        let agent = self.find_agent(owner).expect("owners are known");
        let over = !self.fits(agent, resumed);
        let returns = self.policy_of(resumed).is_some_and(|policy| policy.when_resumed_full == WhenResumedFull::Return);
        if over && may_return && returns {
            return self.come_back(chat, Reason::ResumedFull);
        }
        self.chat_mut(chat).parked = false;
        self.decide(Action::Resume { chat, agent: owner, over }, reason);
        // A change of load, and no getting of a chat.
        self.load_changed(owner, Load::Changed);
    }
}
