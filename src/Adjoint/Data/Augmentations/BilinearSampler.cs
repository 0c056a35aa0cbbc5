using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>A picture between its pixels: the four around a place, weighed by how near they are (exact at whole coordinates).</summary>
internal readonly ref struct BilinearSampler
{
    private readonly ReadOnlySpan<float> _values;
    private readonly int _height, _width, _channels;
    private readonly bool _edge;
    private readonly float _outside;

    /// <summary>Looks at a picture.</summary>
    /// <param name="values">Its numbers.</param>
    /// <param name="picture">Height × width × channels.</param>
    /// <param name="outside">What is beyond the border.</param>
    /// <param name="value">The value there.</param>
    public BilinearSampler(ReadOnlySpan<float> values, Shape picture, Outside outside, float value)
    {
        _values = values;
        (_height, _width, _channels) = (picture[0], picture[1], picture[2]);
        (_edge, _outside) = (outside == Outside.Edge, value);
    }

    /// <summary>Reads all channels at a place.</summary>
    /// <param name="y">The row, 0 at the centre of the first one.</param>
    /// <param name="x">The column, likewise.</param>
    /// <param name="pixel">Room for the channels.</param>
    public void Read(double y, double x, Span<float> pixel)
    {
        if (_edge)
        {
            y = Math.Clamp(y, 0, _height - 1);
            x = Math.Clamp(x, 0, _width - 1);
        }
        else if (!(y > -1 && y < _height && x > -1 && x < _width))
        {
            pixel.Fill(_outside);
            return;
        }

        int top = (int)Math.Floor(y), left = (int)Math.Floor(x);
        float down = (float)(y - top), right = (float)(x - left);
        bool hasTop = top >= 0, hasBottom = top + 1 < _height, hasLeft = left >= 0, hasRight = left + 1 < _width;
        int corner = ((top * _width) + left) * _channels, row = _width * _channels;
        for (int c = 0; c < pixel.Length; c++)
        {
            // Where the edge is repeated, what lies beyond it has no weight; it is read as the outside value without harm.
            float a = hasTop && hasLeft ? _values[corner + c] : _outside;
            float b = hasTop && hasRight ? _values[corner + _channels + c] : _outside;
            float d = hasBottom && hasLeft ? _values[corner + row + c] : _outside;
            float e = hasBottom && hasRight ? _values[corner + row + _channels + c] : _outside;
            float upper = a + ((b - a) * right), lower = d + ((e - d) * right);
            pixel[c] = upper + ((lower - upper) * down);
        }
    }
}
