using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Logins;

/// <summary>A profile as the monitor sees it.</summary>
/// <param name="Engine">The engine it belongs to.</param>
/// <param name="Question">How that engine is asked for its login; null for one that has none.</param>
/// <param name="MaxConcurrent">As configured.</param>
internal sealed record LoginProfile(string Name, string Engine, LoginQuestion? Question, int? MaxConcurrent)
{
    /// <summary>As configured; null: what the engine tells.</summary>
    public string? Plan { get; init; }

    /// <summary>Of its issue.</summary>
    public static string KeyOf(string name) => "session:" + name;
}
