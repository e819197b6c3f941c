using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>What a run writes on stdout.</summary>
[JsonConverter(typeof(WordConverter<OutputFormat>))]
internal enum OutputFormat
{
    /// <summary>The result and nothing else.</summary>
    Text,

    /// <summary>One JSON document at the end: the result event, or an array of all events.</summary>
    Json,

    /// <summary>One event per line.</summary>
    StreamJson,
}
