using System.ComponentModel;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// The system's clock, but with timestamps since boot, suspend included (CLOCK_BOOTTIME). Wall-clock jumps do not affect them, and a
/// gateway that starts later can compare them.
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
