using System.ComponentModel.DataAnnotations;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>One login or key as it was written.</summary>
internal sealed record ProfileOptions
{
    [NonEmpty("the name of an engine")]
    public string Engine { get; init; } = "claude";

    /// <summary>Not written down: what an engine has that shares nobody's profile.</summary>
    public bool IsImplicit { get; private init; }

    /// <summary>Where the CLI keeps this login; absolute; null: the CLI's own default.</summary>
    [Pattern("/.*", "an absolute directory", Path = PathPart.Items)]
    public string? ConfigDir { get; init; }

    public IReadOnlyDictionary<string, Secret> Env { get; init; } = new Dictionary<string, Secret>(StringComparer.Ordinal);

    /// <summary>Variables of the gateway's own environment its runs get as they are.</summary>
    [VariableName("a list of names of variables, such as SSH_AUTH_SOCK")]
    public IReadOnlyList<string> PassEnvironment { get; init; } = [];

    /// <summary>Runs at a time under it; null: no limit of its own.</summary>
    [Range(1, 1000)]
    public int? MaxConcurrent { get; init; }

    /// <summary>Starts a minute under it; null: no limit.</summary>
    [Range(RateLimit.Least, RateLimit.Most)]
    public double? RatePerMinute { get; init; }

    /// <summary>Starts at once after a rest.</summary>
    [Range(1, RateLimit.MostAtOnce)]
    public int? Burst { get; init; }

    /// <summary>What its owner pays for, for people to read.</summary>
    [NonEmpty("a name")]
    public string? Plan { get; init; }

    /// <summary>Profiles that take its tasks while it is held, in this order.</summary>
    [Pattern(".+", "a list of profiles")]
    public IReadOnlyList<string> Failover { get; init; } = [];

    public SignIn SignIn => Variables.Any(name => name is "ANTHROPIC_API_KEY" or "ANTHROPIC_AUTH_TOKEN") ? SignIn.Key
        : Variables.Any(name => name.StartsWith("CLAUDE_CODE_USE_", StringComparison.Ordinal)) ? SignIn.Cloud
        : SignIn.Login;

    public static ProfileOptions Implicit(string engine) => new() { Engine = engine, IsImplicit = true };

    /// <summary>An empty one switches off what it is the name of.</summary>
    private IEnumerable<string> Variables =>
        Env.Where(variable => variable.Value is not Secret.Literal { Value: "" }).Select(variable => variable.Key).Concat(PassEnvironment);
}
