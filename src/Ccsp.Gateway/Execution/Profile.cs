namespace Ccsp.Gateway.Execution;

/// <summary>A profile: the login or key a run uses.</summary>
/// <param name="Environment">Its variables with secrets resolved. Never logged.</param>
internal sealed record Profile(string Name, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Profiles that take its tasks while it is held.</summary>
    public IReadOnlyList<string> Failover { get; init; } = [];

    /// <summary>Where the CLI keeps its conversations under this profile; null: the CLI's own default.</summary>
    public string? ConfigDirectory { get; init; }

    /// <summary>It shares the sign-in of the gateway's own environment.</summary>
    public bool IsDefault { get; init; } = Name == Tasks.TaskDefaults.Profile;
}
