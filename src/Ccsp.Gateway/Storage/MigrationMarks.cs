
namespace Ccsp.Gateway.Storage;

/// <summary>The marks of one store.</summary>
internal readonly record struct MigrationMarks(MigrationMark? Moved, MigrationMark? Arriving)
{
    /// <exception cref="StoreMoved">It is not, or not yet, the copy that counts.</exception>
    public void RequireNone(string store)
    {
        if (Arriving is { } arriving)
            throw StoreMoved.Unfinished(store, arriving);
        if (Moved is { } moved)
            throw StoreMoved.Away(store, moved);
    }
}
