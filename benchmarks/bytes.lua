-- What arrived, to the byte: an answer may be longer than a measurement.
done = function(summary)
   io.write(string.format("bytes %d in %d us\n", summary.bytes, summary.duration))
end
