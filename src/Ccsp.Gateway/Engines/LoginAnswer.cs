namespace Ccsp.Gateway.Engines;

/// <summary>What an engine's program says of its own login, without asking its provider.</summary>
internal abstract record LoginAnswer
{
    private LoginAnswer()
    {
    }

    /// <summary>There is a login or a key. Whether the provider still takes it, only a run can tell.</summary>
    /// <param name="Method">In the program's own word, for example <c>claude.ai</c> or <c>api_key</c>.</param>
    /// <param name="Plan">Of a subscription.</param>
    internal sealed record LoggedIn(string? Method, DateTimeOffset? ExpiresAt, string? Plan) : LoginAnswer;

    internal sealed record NotLoggedIn(string Reason) : LoginAnswer;

    /// <summary>It could not be asked, or answered with something else.</summary>
    internal sealed record NoAnswer(string Reason) : LoginAnswer;
}
