namespace Ccsp.Contracts;

/// <summary>The answer of one gate for one task.</summary>
/// <param name="Gate">Its name.</param>
/// <param name="Kind"><c>concurrency</c>, <c>hold</c>, <c>memory</c>, …</param>
/// <param name="Admits">Whether the task may pass now.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="OpensAt">When it may admit by time alone.</param>
/// <param name="Action">What would open it sooner.</param>
public sealed record GateAnswerView(string Gate, string Kind, bool Admits, string Reason, DateTimeOffset? OpensAt, string? Action);
