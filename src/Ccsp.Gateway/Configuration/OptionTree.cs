namespace Ccsp.Gateway.Configuration;

/// <summary>The keys as a tree, which is how people write them: one step per segment.</summary>
internal sealed class OptionTree
{
    private readonly Dictionary<string, OptionTree> _children = new(StringComparer.Ordinal);

    public static OptionTree Root { get; } = Build();

    /// <summary>The key that ends here, if one does.</summary>
    public OptionKey? Key { get; private set; }

    /// <summary>What stands under a name the user chooses, if names are chosen here.</summary>
    public OptionTree? Named { get; private set; }

    public IEnumerable<string> Names => _children.Keys;

    public bool HasChildren => Named is not null || _children.Count > 0;

    /// <summary>One step down.</summary>
    public OptionTree? Child(string segment) => _children.GetValueOrDefault(segment) ?? Named;

    /// <summary>The name meant by a part of an environment variable: case and single underscores do not count.</summary>
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
