namespace Ccsp.Gateway.Execution;

/// <summary>What a profile adds to a run: whose login or key it runs under.</summary>
/// <param name="Name">The profile; <c>default</c> also shares the sign-in of the gateway's own environment.</param>
/// <param name="Environment">Its variables with secrets resolved. Never logged.</param>
internal sealed record Profile(string Name, IReadOnlyDictionary<string, string> Environment)
{
    public bool IsDefault => Name == Tasks.TaskDefaults.Profile;
}
