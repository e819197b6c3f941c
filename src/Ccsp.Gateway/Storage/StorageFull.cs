namespace Ccsp.Gateway.Storage;

/// <summary>The disk has no space for the write. Nothing happened; writes succeed again once there is space.</summary>
internal sealed class StorageFull(string message, Exception? cause = null) : IOException(message, cause)
{
    /// <inheritdoc cref="StoreUnavailable.IsLogged"/>
    public bool IsLogged { get; init; }
}
