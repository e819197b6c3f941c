
namespace Ccsp.Gateway.Storage;

/// <summary>This store is not the valid copy. The message says which one is, or how to finish the migration.</summary>
internal sealed class StoreMoved : IOException
{
    private StoreMoved(string message)
        : base(message)
    {
    }

    public static StoreMoved Away(string store, MigrationMark mark) =>
        new($"{Capital(store)} was moved to {mark.Other} at {mark.At.UtcDateTime:u}. "
            + "Use that one, or move it back with ccsp migrate-store.");

    public static StoreMoved Unfinished(string store, MigrationMark mark) =>
        new($"{Capital(store)} is being filled from {mark.Other} since {mark.At.UtcDateTime:u}. If ccsp migrate-store does not run any "
        + "more, start it again: it goes on or begins anew.");

    private static string Capital(string store) => char.ToUpperInvariant(store[0]) + store[1..];
}
