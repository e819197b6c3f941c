namespace Ccsp.Gateway.StoreMigration;

/// <param name="Open">Whether the task still waits for it.</param>
internal sealed record MovedParent(string Id, bool Open);
