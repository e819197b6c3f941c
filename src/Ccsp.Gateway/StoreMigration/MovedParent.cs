namespace Ccsp.Gateway.StoreMigration;

/// <param name="Open">The task waits for it still; no ended task does.</param>
internal sealed record MovedParent(string Id, bool Open);
