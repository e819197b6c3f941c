namespace Ccsp.Gateway.Storage;

/// <summary>The disk is full; the write did not happen. Reads and cancels still work.</summary>
internal sealed class StorageFull(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store does not answer.</summary>
internal sealed class StoreUnavailable(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store's file is damaged; a person must restore it.</summary>
internal sealed class StoreCorrupted(string message, Exception? inner = null) : Exception(message, inner);
