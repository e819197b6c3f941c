using System.ComponentModel;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// The system's clock, whose timestamps count from the start of the machine, sleep included (CLOCK_BOOTTIME). A jump of the wall clock does
/// not move them, and they mean the same to a gateway that was started later.
/// </summary>
internal sealed class BootClock : TimeProvider
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private BootClock()
    {
    }

    public static BootClock Instance { get; } = new();

    public override long TimestampFrequency => NanosecondsPerSecond;

    public override long GetTimestamp() => NativeMethods.ClockGetTime(NativeMethods.CLOCK_BOOTTIME, out var time) == 0
        ? (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds
        : throw new Win32Exception();
}
