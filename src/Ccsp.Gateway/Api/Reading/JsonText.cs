using System.Text.Json;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>
/// Whether the strings in a piece of JSON can be decoded. JSON kept raw is decoded only by its reader, which half a surrogate pair would
/// break.
/// </summary>
internal static class JsonText
{
    public const string Broken = "It holds half of a surrogate pair (such as \\ud800 alone), which is not valid text.";

    public static bool IsValid(JsonElement value, string raw)
    {
        if (!raw.Contains("\\u", StringComparison.Ordinal))
            return true;
        try
        {
            Decode(value);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Decode(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            _ = value.GetString();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Decode(item);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                _ = property.Name;
                Decode(property.Value);
            }
        }
    }
}
