namespace Ccsp.Gateway.Tasks;

/// <summary>
/// The family of a model's name: limits of providers are per family, while names carry versions and dates (<c>opus</c>,
/// <c>claude-opus-4-5-20251101</c>, <c>us.anthropic.claude-opus-4-1-v1:0</c>).
/// </summary>
internal static class ModelFamily
{
    /// <summary>For tasks that leave the choice to the engine.</summary>
    public const string Unnamed = "default";

    private static readonly string[] Families = ["opus", "sonnet", "haiku", "fable"];

    /// <returns>Null when no model was named; the name itself, in lower case, when its family is not known.</returns>
    public static string? Of(string? model)
    {
        if (string.IsNullOrWhiteSpace(model))
            return null;
        var name = model.Trim().ToLowerInvariant();
        return Array.Find(Families, family => name.Contains(family, StringComparison.Ordinal)) ?? name;
    }
}
