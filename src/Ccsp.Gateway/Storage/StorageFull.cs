namespace Ccsp.Gateway.Storage;

/// <summary>The disk has no room for the write. Nothing of it happened; it works again as soon as there is room.</summary>
internal sealed class StorageFull(string message, Exception? cause = null) : IOException(message, cause)
{
    /// <inheritdoc cref="StoreUnavailable.IsLogged"/>
    public bool IsLogged { get; init; }
}
