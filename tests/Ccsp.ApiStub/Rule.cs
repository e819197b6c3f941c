namespace Ccsp.ApiStub;

/// <summary>
/// A condition and its answers. Within one conversation the n-th answer follows the n-th tool result after the
/// prompt, so that "call Bash, then say done" is a list of two; past the end the scenario's default answers, or,
/// with <see cref="Loop"/>, the list starts again.
/// </summary>
internal sealed record Rule
{
    public Match When { get; set; } = new();

    public required IReadOnlyList<Answer> Answers { get; set; }

    /// <summary>How many requests this rule answers before it is passed over; 0 = no end.</summary>
    public int Times { get; set; }

    public bool Loop { get; set; }
}
