namespace Ccsp.Gateway.Storage;

/// <summary>The database was written by a newer version, whose rows this one cannot read.</summary>
internal sealed class StoreTooNew(string path, long found, long known)
    : IOException($"The database {path} has schema {found}, this version knows schemas up to {known}. Start the newer version, or "
    + "restore a backup made before the upgrade.");
