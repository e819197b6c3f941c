namespace Ccsp.Gateway.Queue;

/// <summary>What one step of a clear did.</summary>
/// <param name="Next">Where the next step goes on; null: there is nothing left.</param>
internal readonly record struct ClearStep(int Cancelled, string? Next);
