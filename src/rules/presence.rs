//! Which devices count, and for how long (contract §6) `[BIT-9]`..`[BIT-14]`, `[R26]`.

use crate::model::{Device, DeviceState, Presence};
use crate::time::Timestamp;

pub use crate::time::Until;

/// What was last seen of an agent's devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Devices {
    desktop: Option<DeviceState>,
    mobile: Option<(DeviceState, Timestamp)>,
    browser: Option<(DeviceState, Option<Timestamp>)>,
}

impl Devices {
    /// Nothing was seen yet.
    pub(crate) const NONE: Self = Self { desktop: None, mobile: None, browser: None };

    /// Notes the state in which a device was seen at this instant.
    ///
    /// `background` that repeats does not restart the mobile app's grace period; `active` that repeats is activity.
    pub fn seen(&mut self, device: Device, state: DeviceState, now: Timestamp) {
        match device {
            Device::Desktop => self.desktop = Some(state),
            Device::Mobile => match self.mobile {
                Some((same, _)) if same == state => {}
                _ => self.mobile = Some((state, now)),
            },
            Device::Browser => {
                let before = self.browser.and_then(|(_, active)| active);
                let active = if state == DeviceState::Active { Some(now) } else { before };
                self.browser = Some((state, active));
            }
        }
    }

    /// Whether something was seen after this instant.
    pub(crate) fn ahead_of(&self, now: Timestamp) -> bool {
        let browser = self.browser.and_then(|(_, active)| active);
        self.mobile.is_some_and(|(_, since)| since > now) || browser.is_some_and(|active| active > now)
    }

    /// Notes that the agent sent a message at this instant, which is activity of their browser if that is open.
    pub fn wrote(&mut self, now: Timestamp) {
        if let Some((state, active)) = &mut self.browser
            && *state != DeviceState::Closed
        {
            *active = Some(now);
        }
    }
}

/// How long the agent counts as present under these settings: the longest of their devices.
///
/// | device | state | counts |
/// | --- | --- | --- |
/// | no device was ever reported | | for ever `[R26]` |
/// | desktop | active, background | for ever `[BIT-10]` |
/// | mobile | active | for ever `[BIT-12]` |
/// | mobile | background | for `mobile_grace` since it went there |
/// | browser | active, background | for `browser_idle` since the last activity `[BIT-13]`; without any, not at all |
/// | any | closed | not at all |
#[must_use]
pub fn counts_until(devices: &Devices, rule: Presence) -> Until {
    if *devices == Devices::default() {
        return Until::Forever;
    }
    let desktop = match devices.desktop {
        Some(DeviceState::Active | DeviceState::Background) => Until::Forever,
        Some(DeviceState::Closed) | None => Until::Never,
    };
    let mobile = match devices.mobile {
        Some((DeviceState::Active, _)) => Until::Forever,
        Some((DeviceState::Background, since)) => Until::after(since, rule.mobile_grace),
        Some((DeviceState::Closed, _)) | None => Until::Never,
    };
    let browser = match devices.browser {
        Some((DeviceState::Active | DeviceState::Background, Some(active))) => Until::after(active, rule.browser_idle),
        Some(_) | None => Until::Never,
    };
    desktop.max(mobile).max(browser)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Device::{Browser, Desktop, Mobile};
    use DeviceState::{Active, Background, Closed};
    use core::time::Duration;

    const RULE: Presence = Presence { mobile_grace: Duration::from_secs(300), browser_idle: Duration::from_secs(900) };

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_secs(secs)
    }

    fn until(seen: &[(i64, Device, DeviceState)]) -> Until {
        let mut devices = Devices::default();
        for &(secs, device, state) in seen {
            devices.seen(device, state, at(secs));
        }
        counts_until(&devices, RULE)
    }

    /// `[BIT-10]`, `[BIT-12]`, `[BIT-13]`, `[R26]`: the table of [`counts_until`], row by row.
    #[test]
    fn the_table() {
        assert_eq!(until(&[]), Until::Forever);
        assert_eq!(until(&[(0, Desktop, Active)]), Until::Forever);
        assert_eq!(until(&[(0, Desktop, Background)]), Until::Forever);
        assert_eq!(until(&[(0, Mobile, Active)]), Until::Forever);
        assert_eq!(until(&[(0, Mobile, Active), (5, Mobile, Background)]), Until::Instant(at(305)));
        assert_eq!(until(&[(7, Browser, Active)]), Until::Instant(at(907)));
        assert_eq!(until(&[(7, Browser, Active), (9, Browser, Background)]), Until::Instant(at(907)));
        assert_eq!(until(&[(7, Browser, Background)]), Until::Never);
        for device in [Desktop, Mobile, Browser] {
            assert_eq!(until(&[(0, device, Active), (1, device, Closed)]), Until::Never);
        }
    }

    #[test]
    fn what_repeats() {
        let grace = [(5, Mobile, Background), (60, Mobile, Background)];
        assert_eq!(until(&grace), Until::Instant(at(305)));
        assert_eq!(until(&[(7, Browser, Active), (60, Browser, Active)]), Until::Instant(at(960)));
    }

    #[test]
    fn the_longest_device_counts() {
        let both = [(0, Browser, Active), (700, Mobile, Background)];
        assert_eq!(until(&both), Until::Instant(at(1_000)));
        assert_eq!(until(&[(0, Browser, Active), (1, Desktop, Closed)]), Until::Instant(at(900)));
    }

    #[test]
    fn a_message_is_activity_of_an_open_browser() {
        let mut devices = Devices::default();
        devices.wrote(at(3));
        assert_eq!(devices, Devices::default());
        devices.seen(Browser, Background, at(4));
        devices.wrote(at(5));
        assert_eq!(counts_until(&devices, RULE), Until::Instant(at(905)));
        devices.seen(Browser, Closed, at(6));
        devices.wrote(at(7));
        assert_eq!(counts_until(&devices, RULE), Until::Never);
    }
}
