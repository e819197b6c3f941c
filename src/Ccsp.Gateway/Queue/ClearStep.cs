namespace Ccsp.Gateway.Queue;

/// <summary>The result of one step of a clear.</summary>
/// <param name="Next">Where the next step continues; null at the end.</param>
internal readonly record struct ClearStep(int Cancelled, string? Next);
