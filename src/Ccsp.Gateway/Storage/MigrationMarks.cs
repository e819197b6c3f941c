
namespace Ccsp.Gateway.Storage;

internal readonly record struct MigrationMarks(MigrationMark? Moved, MigrationMark? Arriving)
{
    /// <exception cref="StoreMoved">It is not, or not yet, the valid copy.</exception>
    public void RequireNone(string store)
    {
        if (Arriving is { } arriving)
            throw StoreMoved.Unfinished(store, arriving);
        if (Moved is { } moved)
            throw StoreMoved.Away(store, moved);
    }
}
