namespace Ccsp.Gateway.Processes;

/// <summary>The result of a stop.</summary>
/// <param name="SignalsSent">In order: INT, TERM, KILL. KILL went to the whole tree, the others to the CLI alone.</param>
/// <param name="Survivors">Process ids that survived even the kill (stuck in the kernel); empty: verified that none is left.</param>
/// <param name="Elapsed">From the call to the verified end.</param>
internal sealed record StopReceipt(IReadOnlyList<string> SignalsSent, IReadOnlyList<int> Survivors, TimeSpan Elapsed);
