namespace Ccsp.Gateway.Engines;

/// <summary>What an engine's program reports about its login, without contacting the provider.</summary>
internal abstract record LoginAnswer
{
    private LoginAnswer()
    {
    }

    /// <summary>There is a login or a key. Only a run can tell whether the provider still accepts it.</summary>
    /// <param name="Method">As named by the program, for example <c>claude.ai</c> or <c>api_key</c>.</param>
    /// <param name="Plan">The subscription plan.</param>
    internal sealed record LoggedIn(string? Method, DateTimeOffset? ExpiresAt, string? Plan) : LoginAnswer;

    internal sealed record NotLoggedIn(string Reason) : LoginAnswer;

    /// <summary>The program could not be asked or gave an unknown answer.</summary>
    internal sealed record NoAnswer(string Reason) : LoginAnswer;
}
