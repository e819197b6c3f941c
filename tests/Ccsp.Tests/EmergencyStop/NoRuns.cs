using Ccsp.Gateway.EmergencyStop;

namespace Ccsp.Tests.EmergencyStop;

/// <summary>An instance without runs.</summary>
internal static class NoRuns
{
    public static LocalRuns Here { get; } = new("one", _ => { }, () => { }, () => (0, 0));
}
