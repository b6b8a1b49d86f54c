//! Cool-downs: an agent who declined a chat, let it time out or handed it on is not given it for a while.

use super::Keeper;
use crate::rules::presence::Until;
use crate::state::due::Timer;
use crate::state::{AgentSlot, ChatSlot, CoolDown};

impl Keeper {
    /// Starts the agent's cool-down for a chat, anew if it was running.
    ///
    /// The chat is with an agent or on its way, so its terms, by which it is listed while it waits, can stay as they
    /// are: it gets them anew where it arrives.
    pub(crate) fn cool_down(&mut self, slot: ChatSlot, agent: AgentSlot) {
        let (who, since) = (self.person(agent), self.now);
        let chat = &mut self.state.chats[slot];
        let found = chat.cool_down_of(who);
        let cool_downs = &mut chat.rare.fill().cool_downs;
        let index = match found {
            Ok(index) => {
                cool_downs[index].since = since;
                index
            }
            Err(index) => {
                cool_downs.insert(index, CoolDown::new(who, since));
                index
            }
        };
        self.plan_cool_down_at(slot, index);
    }

    /// A cool-down may be over by the clock: the chat is open to its agent again, and they will look for chats.
    pub(crate) fn end_cool_down(&mut self, chat: ChatSlot, agent: AgentSlot) {
        let index = self.chats[chat].cool_down_of(self.person(agent)).expect("its deadline goes with the cool-down");
        self.plan_cool_down_at(chat, index);
        self.pool_again(chat);
        self.will_look(agent);
    }

    /// Plans the end of each cool-down of a chat, and forgets those that are over.
    pub(super) fn plan_cool_downs(&mut self, slot: ChatSlot) {
        if self.chats[slot].rare.cool_downs.is_empty() {
            return;
        }
        let mut cool_downs = core::mem::take(&mut self.state.chats[slot].rare.fill().cool_downs);
        cool_downs.retain_mut(|cool_down| self.plan_cool_down(slot, cool_down));
        self.state.chats[slot].rare.fill().cool_downs = cool_downs;
    }

    /// The cool-downs of an agent who is removed end; chats that wait come on other terms by it.
    pub(super) fn forget_cool_downs_of(&mut self, slot: AgentSlot) {
        let who = self.person(slot);
        let cooling = self.state.agents[slot].rare.filled().map(|rare| core::mem::take(&mut rare.cooling));
        for (_, chat_slot) in cooling.unwrap_or_default() {
            let chat = &mut self.state.chats[chat_slot];
            let index = chat.cool_down_of(who).expect("the chat and the agent both list their cool-down");
            let mut ended = chat.rare.fill().cool_downs.remove(index);
            self.state.timers.clear(&mut ended.timer);
            self.pool_again(chat_slot);
        }
    }

    fn plan_cool_down_at(&mut self, slot: ChatSlot, index: usize) {
        let mut cool_down = self.chats[slot].rare.cool_downs[index];
        let runs = self.plan_cool_down(slot, &mut cool_down);
        let cool_downs = &mut self.state.chats[slot].rare.fill().cool_downs;
        if runs {
            cool_downs[index] = cool_down;
        } else {
            cool_downs.remove(index);
        }
    }

    /// Plans the end of a cool-down; whether it runs. Without a group nothing ends it: no delay applies.
    fn plan_cool_down(&mut self, slot: ChatSlot, cool_down: &mut CoolDown) -> bool {
        let until = self.settings_of(slot).map(|settings| cool_down.until(settings.policy.reoffer_after));
        let runs = until.is_none_or(|until| until.covers(self.now));
        let at = match until {
            Some(Until::Instant(end)) if runs => Some(end),
            Some(Until::Instant(_) | Until::Never | Until::Forever) | None => None,
        };
        let timer = Timer::reoffer(&self.chats[slot], slot, cool_down.who);
        self.state.timers.set(&mut cool_down.timer, timer, at);
        let entry = (self.chats[slot].seq, slot);
        let cooling = &mut self.state.agents[cool_down.who.slot].rare.fill().cooling;
        if runs {
            cooling.insert(entry);
        } else {
            cooling.remove(&entry);
        }
        runs
    }
}
