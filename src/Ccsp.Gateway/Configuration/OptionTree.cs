namespace Ccsp.Gateway.Configuration;

/// <summary>The keys as a tree with one level per path segment.</summary>
internal sealed class OptionTree
{
    private readonly Dictionary<string, OptionTree> _children = new(StringComparer.Ordinal);

    public static OptionTree Root { get; } = Build();

    /// <summary>The key that ends here, if any.</summary>
    public OptionKey? Key { get; private set; }

    /// <summary>The subtree under user-chosen names, if there are any here.</summary>
    public OptionTree? Named { get; private set; }

    public IEnumerable<string> Names => _children.Keys;

    public bool HasChildren => Named is not null || _children.Count > 0;

    /// <summary>The subtree for one more segment.</summary>
    public OptionTree? Child(string segment) => _children.GetValueOrDefault(segment) ?? Named;

    /// <summary>The name that a part of an environment variable stands for, ignoring case and single underscores.</summary>
    public string? NameLike(string part)
    {
        var bare = part.Replace("_", "", StringComparison.Ordinal);
        return _children.Keys.FirstOrDefault(n => n.Equals(bare, StringComparison.OrdinalIgnoreCase));
    }

    private static OptionTree Build()
    {
        var root = new OptionTree();
        foreach (var key in OptionKeys.All)
        {
            var node = root;
            foreach (var segment in key.Segments)
                node = segment == "*"
                    ? node.Named ??= new()
                    : node._children.TryGetValue(segment, out var child)
                    ? child
                    : node._children[segment] = new();
            node.Key = key;
        }

        return root;
    }
}
