using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Companion.Analyzers.Catalogue;

/// <summary>A small JSON reader. Readers of the framework lose positions, and any other library would have to travel with the analyzer.</summary>
internal sealed class JsonParser
{
    private const int MaxDepth = 32;
    private readonly string _text;
    private int _at;

    private JsonParser(string text) => _text = text;

    /// <exception cref="JsonSyntaxException">The text is not JSON; the exception carries the position.</exception>
    public static JsonNode Parse(string text)
    {
        var parser = new JsonParser(text);
        var node = parser.Value(0);
        parser.Blank();
        return parser._at == text.Length ? node : throw parser.Wrong("Text after the end");
    }

    private JsonNode Value(int depth)
    {
        Blank();
        if (_at == _text.Length || depth > MaxDepth)
            throw Wrong("A value is missing");

        var start = _at;
        object? value = _text[_at] switch
        {
            '{' => Members(depth),
            '[' => Elements(depth),
            '"' => String(),
            't' => Word("true", true),
            'f' => Word("false", false),
            'n' => Word("null", null),
            _ => Number(),
        };
        return new JsonNode(start, _at, value);
    }

    private Dictionary<string, JsonNode> Members(int depth)
    {
        var members = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        _at++;
        for (var first = true; !Ends('}', ref first);)
        {
            var start = _at;
            var key = _at < _text.Length && _text[_at] == '"' ? String() : throw Wrong("A name in quotes is missing");
            Blank();
            Expect(':');
            var value = Value(depth + 1);
            if (members.ContainsKey(key))
                throw new JsonSyntaxException($"'{key}' stands twice", start);
            members.Add(key, value);
        }

        return members;
    }

    private List<JsonNode> Elements(int depth)
    {
        var items = new List<JsonNode>();
        _at++;
        for (var first = true; !Ends(']', ref first);)
            items.Add(Value(depth + 1));
        return items;
    }

    private bool Ends(char close, ref bool first)
    {
        Blank();
        if (_at < _text.Length && _text[_at] == close)
        {
            _at++;
            return true;
        }

        if (!first)
            Expect(',');
        first = false;
        Blank();
        return false;
    }

    private string String()
    {
        var builder = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            if (_text[_at] < ' ')
                throw Wrong("A string does not end");
            builder.Append(_text[_at] == '\\' ? Escape() : _text[_at]);
        }

        Expect('"');
        return builder.ToString();
    }

    private char Escape()
    {
        _at++;
        if (_at + 4 < _text.Length && _text[_at] == 'u' && int.TryParse(_text.Substring(_at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
        {
            _at += 4;
            return (char)code;
        }

        return (_at < _text.Length ? _text[_at] : ' ') switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            _ => throw Wrong("An unknown escape"),
        };
    }

    private double Number()
    {
        var start = _at;
        while (_at < _text.Length && "+-.eE0123456789".IndexOf(_text[_at]) >= 0)
            _at++;
        return double.TryParse(_text.Substring(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong("A value is missing");
    }

    private object? Word(string word, object? value)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            throw Wrong("A value is missing");
        _at += word.Length;
        return value;
    }

    private void Expect(char c)
    {
        if (_at == _text.Length || _text[_at] != c)
            throw Wrong($"'{c}' is missing");
        _at++;
    }

    /// <summary>White space, and the // comments people write into settings files.</summary>
    private void Blank()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF')
                _at++;
            else if (_text[_at] == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/')
                while (_at < _text.Length && _text[_at] != '\n')
                    _at++;
            else
                return;
        }
    }

    private JsonSyntaxException Wrong(string what) => new(what, _at);
}
