namespace Ccsp.Gateway.Storage;

/// <summary>The latest sign that the store went back to older data, such as a restored copy, since this process started.</summary>
internal sealed class StoreSetback(TimeProvider time)
{
    private volatile string? _seen;

    /// <summary>When and by what it was seen, for people; null: by nothing.</summary>
    public string? Seen => _seen;

    /// <param name="sign">For people, in the form <c>the store does not know …</c>.</param>
    public void See(string sign) => _seen = $"{time.GetUtcNow().UtcDateTime:u}, {sign}";
}
