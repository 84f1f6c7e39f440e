using System;
using System.Collections.Generic;
using System.Linq;

namespace Companion.Analyzers.Catalogue;

/// <summary>One JSON value that remembers where it stands, so that a wrong entry can be shown at its place.</summary>
internal sealed class JsonNode
{
    private readonly Dictionary<string, JsonNode>? _members;
    private readonly List<JsonNode>? _items;
    private readonly object? _value;

    public JsonNode(int start, int end, object? value) =>
        (Start, End, _members, _items, _value) =
        (start, end, value as Dictionary<string, JsonNode>, value as List<JsonNode>, value);

    public int Start { get; }
    public int End { get; }
    public bool IsObject => _members is not null;
    public bool IsArray => _items is not null;
    public string? Text => _value as string;
    public bool IsTrue => _value is true;
    public IReadOnlyCollection<string> Keys => _members is null ? Array.Empty<string>() : _members.Keys.ToArray();
    public IReadOnlyList<JsonNode> Items => _items ?? (IReadOnlyList<JsonNode>)Array.Empty<JsonNode>();

    public JsonNode? this[string key] => _members is not null && _members.TryGetValue(key, out var node) ? node : null;
}
