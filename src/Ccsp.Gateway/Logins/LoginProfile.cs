using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Logins;

/// <summary>A profile as the login monitor needs it.</summary>
/// <param name="Engine">Its engine.</param>
/// <param name="Question">How to ask the engine for its login; null when it has none.</param>
/// <param name="MaxConcurrent">As configured.</param>
internal sealed record LoginProfile(string Name, string Engine, LoginQuestion? Question, int? MaxConcurrent)
{
    /// <summary>As configured; null: use the engine's answer.</summary>
    public string? Plan { get; init; }

    /// <summary>The key of its issue.</summary>
    public static string KeyOf(string name) => "session:" + name;
}
