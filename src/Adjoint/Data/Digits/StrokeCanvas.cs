namespace Adjoint.Data.Digits;

/// <summary>Draws strokes of a round pen on a square of pixels: how much of each pixel is inked, from its distance to the nearest line.</summary>
internal readonly ref struct StrokeCanvas
{
    private readonly Span<float> _pixels;
    private readonly int _size;

    /// <summary>An empty square.</summary>
    /// <param name="pixels">Room for size × size numbers.</param>
    /// <param name="size">Rows and columns.</param>
    public StrokeCanvas(Span<float> pixels, int size)
    {
        _pixels = pixels;
        _size = size;
        pixels.Clear();
    }

    /// <summary>Draws a straight line.</summary>
    /// <param name="x0">Where it begins, in pixels from the left border of the square.</param>
    /// <param name="y0">Where it begins, from the upper border.</param>
    /// <param name="x1">Where it ends.</param>
    /// <param name="y1">Where it ends.</param>
    /// <param name="radius">Half the line's width, in pixels.</param>
    /// <param name="softness">Over how many pixels ink fades at the line's edge; 1 is what a pixel's own width makes of a sharp edge.</param>
    public void Line(float x0, float y0, float x1, float y1, float radius, float softness)
    {
        float reach = radius + (softness / 2);
        int left = Pixel(Math.Min(x0, x1) - reach), right = Pixel(Math.Max(x0, x1) + reach);
        int top = Pixel(Math.Min(y0, y1) - reach), bottom = Pixel(Math.Max(y0, y1) + reach);
        float dx = x1 - x0, dy = y1 - y0, square = (dx * dx) + (dy * dy), inverse = square > 0 ? 1 / square : 0;

        // A line that is thinner than a pixel never fills one.
        float most = Math.Min(2 * radius, 1), fade = 1 / softness;
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                float px = x + 0.5f - x0, py = y + 0.5f - y0;
                float along = Math.Clamp(((px * dx) + (py * dy)) * inverse, 0, 1);
                float ex = px - (along * dx), ey = py - (along * dy);
                float ink = Math.Min(((radius - MathF.Sqrt((ex * ex) + (ey * ey))) * fade) + 0.5f, most);
                ref float pixel = ref _pixels[(y * _size) + x];
                if (ink > pixel)
                {
                    pixel = ink;
                }
            }
        }
    }

    private int Pixel(float place) => (int)Math.Clamp(place, 0, _size - 1);
}
