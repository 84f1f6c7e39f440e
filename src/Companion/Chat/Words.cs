namespace Companion.Chat;

/// <summary>A line taken word by word from the front.</summary>
internal sealed class Words(string line)
{
    private string _left = line.Trim();

    /// <summary>The next word; null at the end.</summary>
    public string? Next()
    {
        if (_left.Length == 0)
            return null;

        var end = _left.AsSpan().IndexOfAny(" \t\r\n\u00a0");
        var word = end < 0 ? _left : _left[..end];
        _left = end < 0 ? "" : _left[end..].TrimStart();
        return word;
    }

    /// <summary>Everything that is left.</summary>
    public string Rest()
    {
        var rest = _left;
        _left = "";
        return rest;
    }

    /// <summary>What stands before a word, and the text after it; null when the word is not there.</summary>
    public (Words Before, string? After) SplitAt(string word)
    {
        var at = IndexOfWord(word);
        return at < 0
            ? (this, null)
            : (new Words(_left[..at]), _left[(at + word.Length)..].Trim() is { Length: > 0 } after ? after : null);
    }

    private int IndexOfWord(string word)
    {
        for (var at = _left.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = _left.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var startsWord = at == 0 || char.IsWhiteSpace(_left[at - 1]);
            var endsWord = at + word.Length == _left.Length || char.IsWhiteSpace(_left[at + word.Length]);
            if (startsWord && endsWord)
                return at;
        }

        return -1;
    }
}
