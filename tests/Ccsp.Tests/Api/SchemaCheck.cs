using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Ccsp.Tests.Api;

/// <summary>
/// Holds every answer that a test of the API gets to the published OpenAPI document: the operation and the status are described, and the
/// body follows the schema.
/// </summary>
internal sealed class SchemaCheck(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly EvaluationOptions Listed = new() { OutputFormat = OutputFormat.List };

    private static readonly ConcurrentDictionary<string, JsonSchema> Schemas = new(StringComparer.Ordinal);

    /// <summary>The same for all hosts; asked of the first one.</summary>
    private static volatile Described? _published;

    public required AuthenticationHeaderValue Key { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var media = response.Content.Headers.ContentType?.MediaType;
        if (media is not ("application/json" or "application/problem+json" or "text/event-stream") || request.Method == HttpMethod.Head)
            return response;
        var document = _published ??= await LoadAsync(request, cancellationToken);
        if (media == "text/event-stream")
            return response;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        Check(document, request, response, await response.Content.ReadAsStringAsync(cancellationToken));
        return response;
    }

    /// <summary>An event of a stream, which some answer began.</summary>
    public static void HoldsEvent(string data) =>
        Follows(new JsonObject { ["$ref"] = "#/$defs/EventEnvelope" }, _published!, data, "an event");

    private static void Check(Described document, HttpRequestMessage request, HttpResponseMessage response, string body)
    {
        var path = request.RequestUri!.AbsolutePath;
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var called = $"{request.Method} {request.RequestUri.PathAndQuery}: {status}";
        // Two templates may match; the one without a parameter stands first.
        var operations = document.Paths.FirstOrDefault(known => known.Path.IsMatch(path)).Operations;
        if (operations?[request.Method.Method.ToLowerInvariant()] is not JsonObject operation)
        {
            if (response.Content.Headers.ContentType!.MediaType == "application/problem+json")
                Follows(new JsonObject { ["$ref"] = "#/$defs/Problem" }, document, body, called);
            return;
        }

        Assert.True(operation["responses"]![status] is not null, $"{called} is not described");
        var content = operation["responses"]![status]!["content"]?[response.Content.Headers.ContentType!.MediaType!];
        Assert.True(content is not null, $"{called} has no {response.Content.Headers.ContentType!.MediaType}");
        Follows(content["schema"]!.DeepClone().AsObject(), document, body, called);
        if (response.IsSuccessStatusCode)
        {
            var described = operation["parameters"]?.AsArray().Where(node => node!["in"]!.GetValue<string>() == "query")
                .Select(node => node!["name"]!.GetValue<string>()).ToHashSet()
                ?? [];
            Assert.Empty(QueryHelpers.ParseQuery(request.RequestUri.Query).Keys.Except(described));
        }
    }

    private static void Follows(JsonObject schema, Described document, string body, string called)
    {
        var rules = Schemas.GetOrAdd(schema.ToJsonString(), _ =>
        {
            schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
            schema["$defs"] = document.Schemas.DeepClone();
            return JsonSchema.FromText(schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
        });
        using var answer = JsonDocument.Parse(body);
        var results = rules.Evaluate(answer.RootElement, Listed);
        var wrong = results.Details?.Where(detail => detail.Errors is { Count: > 0 })
            .Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}")
            ?? [];
        Assert.True(results.IsValid, $"{called} breaks its schema: {string.Join(" | ", wrong)}\n{body}");
    }

    private async Task<Described> LoadAsync(HttpRequestMessage like, CancellationToken cancellationToken)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(like.RequestUri!, "/openapi/v1.json"));
        ask.Headers.Authorization = Key;
        using var answer = await base.SendAsync(ask, cancellationToken);
        var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
        return new Described(
            [.. document["paths"]!.AsObject().OrderBy(path => path.Key.Count(character => character == '{'))
                .Select(
                    path => (
                        new Regex("^" + Regex.Replace(Regex.Escape(path.Key), @"\\\{[^}]+}", "[^/]+") + "$"), path.Value!.AsObject()))],
            document["components"]!["schemas"]!.AsObject());
    }

    private sealed record Described(IReadOnlyList<(Regex Path, JsonObject Operations)> Paths, JsonObject Schemas);
}
