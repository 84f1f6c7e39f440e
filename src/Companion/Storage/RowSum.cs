using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Companion.Storage;

/// <summary>A sum over rows that comes out the same in any order, and differently when one value is another.</summary>
internal sealed record RowSum
{
    private UInt128 _sum;

    public long Count { get; private set; }

    /// <returns>The row, to be sent on.</returns>
    public object?[] Add(object?[] row)
    {
        var text = new StringBuilder();
        foreach (var value in row)
        {
            // Each value with its length: "a" beside "bc" is not "ab" beside "c".
            var says = value is null ? null : value is DateTime instant ? instant.Ticks.ToString(CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
            text.Append(says?.Length ?? -1).Append(':').Append(says);
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        _sum = unchecked(_sum + new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash, 8)));
        Count++;
        return row;
    }
}
