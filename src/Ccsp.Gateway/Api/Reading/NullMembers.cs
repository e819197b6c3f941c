using System.Text.Json;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>The members of an object that are null; the serializer does not distinguish them from absent ones.</summary>
internal static class NullMembers
{
    /// <param name="body">An object that the serializer has accepted.</param>
    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> body)
    {
        List<string> names = [];
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
                names.Add(name);
            reader.Skip();
        }

        return names;
    }
}
