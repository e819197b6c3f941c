using Ccsp.Gateway.Gates;

namespace Ccsp.Tests.Gates;

/// <summary>An instance without runs.</summary>
internal static class NoRuns
{
    public static LocalRuns Here { get; } = new("one", _ => { }, () => { }, () => (0, 0));
}
