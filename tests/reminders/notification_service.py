"""A session bus of our own with a notification service on it that remembers what it was asked to show."""

import asyncio
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from dbus_fast import Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

# No folder of services: nothing installed on the machine is started in place of ours.
_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""

Texts = Annotated[list[str], DBusSignature("as")]
Hints = Annotated[dict[str, Variant], DBusSignature("a{sv}")]
ServerInformation = Annotated[tuple[str, str, str, str], DBusSignature("ssss")]
ClosedSignal = Annotated[tuple[int, int], DBusSignature("uu")]
ActionSignal = Annotated[tuple[int, str], DBusSignature("us")]


def find_dbus_daemon() -> str | None:
    """Where the bus program of this machine is."""
    return shutil.which("dbus-daemon")


class SessionBus:
    """A private message bus, alive between `start` and `stop`."""

    def __init__(self) -> None:
        self.address = ""
        self._folder = ""
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> str:
        """Start the bus and give its address."""
        program = find_dbus_daemon()
        if program is None:
            raise FileNotFoundError("dbus-daemon")
        self._folder = tempfile.mkdtemp(prefix="bus-")  # short: a socket's path has 107 characters
        configuration = Path(self._folder) / "bus.conf"
        configuration.write_text(_CONFIGURATION.format(socket=Path(self._folder) / "socket"), "utf-8")
        self._process = await asyncio.create_subprocess_exec(
            program,
            f"--config-file={configuration}",
            "--nofork",
            "--nopidfile",
            "--print-address=1",
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        self.address = (await self._process.stdout.readline()).decode().strip()
        return self.address

    async def stop(self) -> None:
        """End the bus and everything connected to it."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            await process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Shown:
    """One notification as the desktop was asked to show it."""

    notification_id: int
    app_name: str
    icon: str
    title: str
    body: str
    actions: dict[str, str]
    urgency: int
    expires: int


class NotificationService(ServiceInterface):
    """The desktop's side of the notification protocol. Method names are the protocol's."""

    def __init__(self, *, abilities: tuple[str, ...] = ("body", "actions")) -> None:
        super().__init__(NAME)
        self.abilities = list(abilities)
        self.shown: list[Shown] = []
        self._arrivals: asyncio.Queue[Shown] = asyncio.Queue()
        self._bus: MessageBus | None = None

    async def start(self, address: str) -> None:
        """Take the service's name on a bus."""
        self._bus = await MessageBus(bus_address=address).connect()
        self._bus.export(PATH, self)
        await self._bus.request_name(NAME)

    async def stop(self) -> None:
        """Die: leave the bus."""
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.disconnect()
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def next_shown(self, seconds: float = 10) -> Shown:
        """Wait for the next notification."""
        return await asyncio.wait_for(self._arrivals.get(), seconds)

    def click(self, shown: Shown) -> None:
        """Click on the notification itself."""
        self.ActionInvoked(shown.notification_id, "default")

    def press(self, shown: Shown, button: str) -> None:
        """Press a button by its words."""
        keys = {title: key for key, title in shown.actions.items()}
        self.ActionInvoked(shown.notification_id, keys[button])

    @dbus_method()
    def GetCapabilities(self) -> Texts:
        """What this desktop can do."""
        return self.abilities

    @dbus_method()
    def GetServerInformation(self) -> ServerInformation:
        """Who this desktop is."""
        return ("test desktop", "tests", "1", "1.2")

    @dbus_method()
    def Notify(  # noqa: PLR0917  the protocol's arguments
        self,
        app_name: DBusStr,
        _replaces_id: DBusUInt32,
        app_icon: DBusStr,
        summary: DBusStr,
        body: DBusStr,
        actions: Texts,
        hints: Hints,
        expire_timeout: DBusInt32,
    ) -> DBusUInt32:
        """Show a notification, that is: remember it."""
        pairs = dict(zip(actions[::2], actions[1::2], strict=True))
        urgency = int(hints["urgency"].value) if "urgency" in hints else 1
        number = len(self.shown) + 1
        shown = Shown(number, app_name, app_icon, summary, body, pairs, urgency, expire_timeout)
        self.shown.append(shown)
        self._arrivals.put_nowait(shown)
        return number

    @dbus_method()
    def CloseNotification(self, notification_id: DBusUInt32) -> None:
        """Take a notification off the screen."""
        self.NotificationClosed(notification_id, 3)

    @dbus_signal()
    def NotificationClosed(self, notification_id: int, reason: int) -> ClosedSignal:
        """Say that a notification is gone."""
        return notification_id, reason

    @dbus_signal()
    def ActionInvoked(self, notification_id: int, key: str) -> ActionSignal:
        """Say that the user clicked."""
        return notification_id, key


class Silence:
    """Somebody who took the service's name and never answers."""

    def __init__(self) -> None:
        self._bus: MessageBus | None = None

    async def start(self, address: str) -> None:
        """Take the name on a bus."""
        self._bus = await MessageBus(bus_address=address).connect()
        self._bus.add_message_handler(lambda message: message.destination == NAME)
        await self._bus.request_name(NAME)

    async def stop(self) -> None:
        """Leave the bus."""
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.disconnect()
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
