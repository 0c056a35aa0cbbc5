using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>
/// Covers a square in each picture, so that no part of it is relied on alone (DeVries and Taylor 2017). Its centre is any pixel; what reaches over the border is cut off.
/// </summary>
/// <param name="Size">The square's side in pixels; at least 0.</param>
/// <param name="Value">What it is covered with.</param>
public sealed record Cutout(int Size, float Value = 0) : Augmentation
{
    /// <summary>The square's side in pixels.</summary>
    public int Size { get; init => field = (int)InRange(value, 0, 1 << 20); } = (int)InRange(Size, 0, 1 << 20);

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random)
    {
        int height = picture[0], width = picture[1], channels = picture[2];
        int top = random.NextInt(height) - (Size / 2), left = random.NextInt(width) - (Size / 2);
        int first = Math.Max(left, 0), count = Math.Max(Math.Min(left + Size, width) - first, 0);
        for (int y = Math.Max(top, 0); y < Math.Min(top + Size, height); y++)
        {
            values.Slice(((y * width) + first) * channels, count * channels).Fill(Value);
        }
    }
}
